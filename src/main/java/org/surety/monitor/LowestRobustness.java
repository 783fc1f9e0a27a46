package org.surety.monitor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The k episodes of lowest robustness. The order is total (−0.0 below +0.0, ties by episode
 * number), so the k lowest of a union do not depend on how it was split.
 */
final class LowestRobustness {
  private static final Comparator<WorstEpisode> ORDER =
      Comparator.comparingDouble(WorstEpisode::robustness).thenComparingLong(WorstEpisode::number);

  private final int capacity;
  private final PriorityQueue<WorstEpisode> highestFirst;

  LowestRobustness(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("room for " + capacity + " episodes");
    }
    this.capacity = capacity;
    this.highestFirst = new PriorityQueue<>(Math.min(capacity, 64), ORDER.reversed());
  }

  int capacity() {
    return capacity;
  }

  /** Whether an episode would be among the lowest. */
  boolean takes(double robustness, long number) {
    if (highestFirst.size() < capacity) {
      return true;
    }
    WorstEpisode highest = highestFirst.element();
    int order = Double.compare(robustness, highest.robustness());
    return order < 0 || (order == 0 && number < highest.number());
  }

  void add(WorstEpisode episode) {
    highestFirst.add(episode);
    if (highestFirst.size() > capacity) {
      highestFirst.remove();
    }
  }

  void merge(LowestRobustness other) {
    for (WorstEpisode episode : other.highestFirst) {
      add(episode);
    }
  }

  List<WorstEpisode> ascending() {
    List<WorstEpisode> list = new ArrayList<>(highestFirst);
    list.sort(ORDER);
    return List.copyOf(list);
  }
}
