package org.surety.audit.box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;

/**
 * A Gaussian policy as one chain of layers: trunk, then the branches for means and deviations side
 * by side, the shorter one carried along by units that change nothing.
 *
 * @param inputs number of inputs
 * @param layers at least one
 * @param actions the first so many units of the last layer are the means
 * @param deviation how the other units of the last layer give deviations
 */
record FlatPolicy(int inputs, List<Stage> layers, int actions, Deviation deviation) {

  /** Which network a unit belongs to; only units of equal part and index are compared. */
  enum Part {
    TRUNK,
    MEAN,
    STD,
    NARROWING
  }

  /** One layer: {@code curve(weights x + bias)} of each unit. */
  record Stage(List<Unit> units) {}

  /** A unit with the weights to all units of the stage before. */
  static final class Unit {
    private final Part part;
    private final int index;
    private final Curve curve;
    final double[] weights;
    final double bias;

    Unit(Part part, int index, Curve curve, double[] weights, double bias) {
      this.part = part;
      this.index = index;
      this.curve = curve;
      this.weights = weights;
      this.bias = bias;
    }

    Curve curve() {
      return curve;
    }

    boolean facing(Unit other) {
      return part == other.part && index == other.index && curve.equals(other.curve);
    }
  }

  /** Where the logarithm of the standard deviation comes from. */
  sealed interface Deviation {
    /** In units of roundoff: by how much the evaluator misses ln σ behind the last layer. */
    double error();
  }

  /** The same at all states. */
  record Constant(List<Double> logStd) implements Deviation {
    @Override
    public double error() {
      return 8;
    }
  }

  /** factor · (unit {@code actions + i}) + offset. */
  record Affine(StdMap map, double factor, double offset, double error) implements Deviation {}

  /** Unit {@code actions + i} is r in ln σ = ln σ_base − softplus(r). */
  record Narrowing() implements Deviation {
    @Override
    public double error() {
      return 8;
    }
  }

  static FlatPolicy of(Policy policy, boolean normalized) {
    Head.Gaussian head = (Head.Gaussian) policy.head();
    List<Stage> stages = new ArrayList<>();
    int width = policy.observations();
    Normalizer normalizer = policy.normalizer();
    if (normalizer != null && !normalized) {
      stages.add(normalizing(normalizer));
    }
    for (DenseLayer layer : policy.trunk().layers()) {
      stages.add(new Stage(units(Part.TRUNK, layer, Curve.of(layer.activation()))));
      width = layer.outputs();
    }
    List<DenseLayer> means = head.mean().layers();
    if (head.deviation() instanceof Head.StateDeviation state) {
      StdMap map = state.map();
      Branch std = new Branch(Part.STD, state.raw(), Curve.logStd(map));
      branches(stages, width, policy.actions(), head.mean(), std);
      return new FlatPolicy(
          policy.observations(), List.copyOf(stages), policy.actions(), affine(map));
    }
    if (head.deviation() instanceof Head.NarrowedDeviation narrowed) {
      Branch narrowing = new Branch(Part.NARROWING, narrowed.raw(), Curve.IDENTITY);
      branches(stages, width, policy.actions(), head.mean(), narrowing);
      return new FlatPolicy(
          policy.observations(), List.copyOf(stages), policy.actions(), new Narrowing());
    }
    for (DenseLayer layer : means) {
      stages.add(new Stage(units(Part.MEAN, layer, Curve.of(layer.activation()))));
      width = layer.outputs();
    }
    if (means.isEmpty()) {
      stages.add(new Stage(through(Part.MEAN, width)));
    }
    List<Double> logStd =
        Arrays.stream(((Head.ConstantDeviation) head.deviation()).logStd()).boxed().toList();
    return new FlatPolicy(
        policy.observations(), List.copyOf(stages), policy.actions(), new Constant(logStd));
  }

  private static Affine affine(StdMap map) {
    double factor = Curve.logStdFactor(map);
    double offset = Curve.logStdOffset(map);
    // In units of roundoff: the exponential, and what was computed before it.
    double size =
        map.kind() == StdMap.Kind.TANH_LOG ? Math.abs(map.lower()) + Math.abs(map.upper()) : 0;
    return new Affine(map, factor, offset, 8 + 8 * size);
  }

  private static Stage normalizing(Normalizer normalizer) {
    double[] mean = normalizer.mean();
    double[] variance = normalizer.variance();
    Curve curve = Curve.clip(-normalizer.clip(), normalizer.clip());
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < mean.length; i++) {
      double scale = Math.sqrt(variance[i] + normalizer.epsilon());
      double[] weights = new double[mean.length];
      weights[i] = 1 / scale;
      units.add(new Unit(Part.TRUNK, i, curve, weights, -mean[i] / scale));
    }
    return new Stage(units);
  }

  private static void branches(
      List<Stage> stages, int features, int actions, Network mean, Branch std) {
    List<List<Unit>> means = branch(new Branch(Part.MEAN, mean, Curve.IDENTITY), features);
    List<List<Unit>> stds = branch(std, features);
    int depth = Math.max(means.size(), stds.size());
    while (means.size() < depth) {
      means.add(through(Part.MEAN, actions));
    }
    while (stds.size() < depth) {
      stds.add(through(std.part(), actions));
    }
    for (int k = 0; k < depth; k++) {
      int before = k == 0 ? features : means.get(k - 1).size() + stds.get(k - 1).size();
      int shift = k == 0 ? 0 : means.get(k - 1).size();
      List<Unit> units = new ArrayList<>();
      means.get(k).forEach(unit -> units.add(shifted(unit, 0, before)));
      stds.get(k).forEach(unit -> units.add(shifted(unit, shift, before)));
      stages.add(new Stage(units));
    }
  }

  /** A network behind the trunk, and what is applied to its outputs. */
  private record Branch(Part part, Network network, Curve last) {}

  /** The layers of a branch, at least one. */
  private static List<List<Unit>> branch(Branch branch, int features) {
    Part part = branch.part();
    Network network = branch.network();
    Curve last = branch.last();
    List<List<Unit>> units = new ArrayList<>();
    int width = features;
    int count = network.layers().size();
    for (int k = 0; k < count; k++) {
      DenseLayer layer = network.layers().get(k);
      Curve curve = Curve.of(layer.activation());
      boolean fuse = k == count - 1 && curve.identity();
      units.add(units(part, layer, fuse ? last : curve));
      width = layer.outputs();
    }
    if (count == 0 || (!last.identity() && !endsIdentity(network))) {
      List<Unit> end = new ArrayList<>();
      for (Unit unit : through(part, width)) {
        end.add(new Unit(part, unit.index, last, unit.weights, 0));
      }
      units.add(end);
    }
    return units;
  }

  private static boolean endsIdentity(Network network) {
    return Curve.of(network.layers().get(network.layers().size() - 1).activation()).identity();
  }

  private static List<Unit> units(Part part, DenseLayer layer, Curve curve) {
    double[] bias = layer.bias();
    List<Unit> units = new ArrayList<>();
    for (int o = 0; o < layer.outputs(); o++) {
      double[] weights = new double[layer.inputs()];
      for (int i = 0; i < layer.inputs(); i++) {
        weights[i] = layer.weight(o, i);
      }
      units.add(new Unit(part, o, curve, weights, bias[o]));
    }
    return units;
  }

  private static List<Unit> through(Part part, int count) {
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] weights = new double[count];
      weights[i] = 1;
      units.add(new Unit(part, i, Curve.IDENTITY, weights, 0));
    }
    return units;
  }

  private static Unit shifted(Unit unit, int shift, int width) {
    double[] weights = new double[width];
    System.arraycopy(unit.weights, 0, weights, shift, unit.weights.length);
    return new Unit(unit.part, unit.index, unit.curve, weights, unit.bias);
  }

  /** The same function with {@code depth} stages, the last of which change nothing. */
  FlatPolicy deepened(int depth) {
    List<Stage> all = new ArrayList<>(layers);
    while (all.size() < depth) {
      List<Unit> last = all.get(all.size() - 1).units();
      List<Unit> units = new ArrayList<>();
      for (int i = 0; i < last.size(); i++) {
        double[] weights = new double[last.size()];
        weights[i] = 1;
        Unit unit = last.get(i);
        units.add(new Unit(unit.part, unit.index, Curve.IDENTITY, weights, 0));
      }
      all.add(new Stage(units));
    }
    return new FlatPolicy(inputs, List.copyOf(all), actions, deviation);
  }
}
