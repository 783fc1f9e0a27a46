package org.surety.audit.box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two policies as one network on the shared input, written in the base policy's values and the
 * differences of the task policy's values from them. Where a unit of the task faces one of the
 * base, it is represented by d = h_task − h_base with its own row (W_task − W_base) h_base + W_task
 * d: what both policies have in common cancels before anything is bounded. Units that compute the
 * same from the same are one unit. Differential bounds are from B. Paulsen, J. Wang and C. Wang,
 * "ReluDiff: Differential Verification of Deep Neural Networks", ICSE 2020.
 */
final class PairedNetwork {

  /**
   * One layer. Its variables are the outputs of its {@code units} and then the differences of its
   * pairs; rows are in the same order, followed by one row a pair for the task's own sum.
   */
  static final class Layer {
    final int inputs;
    final int units;
    final int pairs;
    final Curve[] curve;

    /** The unit of each pair. */
    final int[] unitOf;

    /** [rows, inputs] coefficients on the variables of the layer before. */
    final double[] weights;

    final double[] bias;

    /** [rows, units before]: absolute weights of the base, by which its values are rounded. */
    final double[] baseSize;

    /** As {@link #baseSize}, of the task. */
    final double[] taskSize;

    /** Absolute biases of both together. */
    final double[] biasSize;

    /** Whether all coefficients and biases of a row cancel exactly. */
    final boolean[] zero;

    Layer(List<Row> rows, List<Curve> curves, int[] unitOf) {
      units = curves.size();
      pairs = unitOf.length;
      this.unitOf = unitOf;
      curve = curves.toArray(new Curve[0]);
      inputs = rows.get(0).weights.length;
      int before = rows.get(0).baseSize.length;
      weights = new double[rows.size() * inputs];
      bias = new double[rows.size()];
      baseSize = new double[rows.size() * before];
      taskSize = new double[rows.size() * before];
      biasSize = new double[rows.size()];
      zero = new boolean[rows.size()];
      for (int r = 0; r < rows.size(); r++) {
        Row row = rows.get(r);
        System.arraycopy(row.weights, 0, weights, r * inputs, inputs);
        System.arraycopy(row.baseSize, 0, baseSize, r * before, before);
        System.arraycopy(row.taskSize, 0, taskSize, r * before, before);
        bias[r] = row.bias;
        biasSize[r] = row.biasSize;
        zero[r] = row.same;
      }
    }

    int rows() {
      return bias.length;
    }

    int variables() {
      return units + pairs;
    }
  }

  private static final class Row {
    final double[] weights;
    final double[] baseSize;
    final double[] taskSize;
    double bias;
    double biasSize;
    boolean same;

    Row(int variables, int units) {
      weights = new double[variables];
      baseSize = new double[units];
      taskSize = new double[units];
    }
  }

  /** Where a policy's units are among the variables. */
  private record Place(int[] unit, int[] difference) {}

  final int inputs;
  final List<Layer> layers;

  /** Rows: μ_task − μ_base, then ln σ_base − ln σ_task or what it comes from, then ln σ_base. */
  final Layer outputs;

  /** Of each row of outputs, in units of roundoff, what evaluators add behind the last layer. */
  final double[] outputSlack;

  final int actions;

  /** Whether rows of deviations are r in ln σ_base − ln σ_task = softplus(r), or the difference. */
  final boolean narrowing;

  private PairedNetwork(
      int inputs, List<Layer> layers, Layer outputs, double[] outputSlack, boolean narrowing) {
    this.outputSlack = outputSlack;
    this.inputs = inputs;
    this.layers = layers;
    this.outputs = outputs;
    this.actions = outputs.rows() / 3;
    this.narrowing = narrowing;
  }

  static PairedNetwork of(FlatPolicy base, FlatPolicy task) {
    int depth = Math.max(base.layers().size(), task.layers().size());
    FlatPolicy first = base.deepened(depth);
    FlatPolicy second = task.deepened(depth);
    int inputs = base.inputs();
    Place one = input(inputs);
    Place two = one;
    int units = inputs;
    int variables = inputs;
    List<Layer> layers = new ArrayList<>();
    for (int k = 0; k < depth; k++) {
      Stacking stacking =
          new Stacking(first.layers().get(k), second.layers().get(k), one, two, units, variables);
      layers.add(stacking.layer);
      units = stacking.layer.units;
      variables = stacking.layer.variables();
      one = stacking.base;
      two = stacking.task;
    }
    int d = base.actions();
    double[] slack = new double[3 * d];
    Arrays.fill(slack, d, 2 * d, base.deviation().error() + task.deviation().error());
    Arrays.fill(slack, 2 * d, 3 * d, base.deviation().error());
    Layer outputs = outputs(first, second, one, two, units, variables);
    boolean narrowing = task.deviation() instanceof FlatPolicy.Narrowing;
    if (narrowing) {
      Arrays.fill(slack, d, 2 * d, task.deviation().error());
    }
    return new PairedNetwork(inputs, List.copyOf(layers), outputs, slack, narrowing);
  }

  private static Place input(int inputs) {
    int[] unit = new int[inputs];
    int[] none = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      unit[i] = i;
      none[i] = -1;
    }
    return new Place(unit, none);
  }

  private static Layer outputs(
      FlatPolicy base, FlatPolicy task, Place one, Place two, int units, int variables) {
    int d = base.actions();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < d; i++) {
      rows.add(difference(unit(i, 1, 0, one), unit(i, 1, 0, two), one, two, units, variables));
    }
    for (int i = 0; i < d; i++) {
      if (task.deviation() instanceof FlatPolicy.Narrowing) {
        rows.add(own(unit(d + i, 1, 0, two), two, false, units, variables));
        continue;
      }
      FlatPolicy.Unit b = deviation(base, i, one);
      FlatPolicy.Unit t = deviation(task, i, two);
      // ln σ_base − ln σ_task.
      Row row = difference(b, t, one, two, units, variables);
      // Other maps may give other bits from the same unit; constants are compared in the rows.
      boolean constant = base.deviation() instanceof FlatPolicy.Constant;
      row.same &=
          constant
              ? task.deviation() instanceof FlatPolicy.Constant
              : base.deviation().equals(task.deviation());
      for (int j = 0; j < variables; j++) {
        row.weights[j] = -row.weights[j];
      }
      row.bias = -row.bias;
      rows.add(row);
    }
    for (int i = 0; i < d; i++) {
      rows.add(own(deviation(base, i, one), one, true, units, variables));
    }
    return new Layer(rows, List.of(), new int[0]);
  }

  private static FlatPolicy.Unit deviation(FlatPolicy policy, int action, Place place) {
    if (policy.deviation() instanceof FlatPolicy.Affine affine) {
      return unit(policy.actions() + action, affine.factor(), affine.offset(), place);
    }
    double logStd = ((FlatPolicy.Constant) policy.deviation()).logStd().get(action);
    return unit(0, 0, logStd, place);
  }

  private static FlatPolicy.Unit unit(int index, double factor, double offset, Place place) {
    double[] weights = new double[place.unit.length];
    weights[index] = factor;
    return new FlatPolicy.Unit(FlatPolicy.Part.MEAN, index, Curve.IDENTITY, weights, offset);
  }

  /** The row of one policy's own sum. */
  private static Row own(
      FlatPolicy.Unit unit, Place place, boolean base, int units, int variables) {
    Row row = new Row(variables, units);
    double[] size = base ? row.baseSize : row.taskSize;
    for (int i = 0; i < unit.weights.length; i++) {
      double w = unit.weights[i];
      row.weights[place.unit[i]] = w;
      if (place.difference[i] >= 0) {
        row.weights[place.difference[i]] = w;
      }
      size[place.unit[i]] = Math.abs(w);
    }
    row.bias = unit.bias;
    row.biasSize = Math.abs(unit.bias);
    return row;
  }

  /** The row of the task's sum less the base's. */
  private static Row difference(
      FlatPolicy.Unit base, FlatPolicy.Unit task, Place one, Place two, int units, int variables) {
    Row row = own(task, two, false, units, variables);
    for (int i = 0; i < base.weights.length; i++) {
      row.weights[one.unit[i]] -= base.weights[i];
      row.baseSize[one.unit[i]] = Math.abs(base.weights[i]);
    }
    row.biasSize += Math.abs(base.bias);
    row.same = same(base, task, one, two);
    row.bias = task.bias - base.bias;
    return row;
  }

  /** Whether both compute the same bits from the same bits. */
  private static boolean same(FlatPolicy.Unit base, FlatPolicy.Unit task, Place one, Place two) {
    if (base.weights.length != task.weights.length || base.bias != task.bias) {
      return false;
    }
    for (int i = 0; i < base.weights.length; i++) {
      if (base.weights[i] != task.weights[i]
          || (base.weights[i] != 0 && (one.unit[i] != two.unit[i] || two.difference[i] >= 0))) {
        return false;
      }
    }
    return true;
  }

  /** Builds one layer and the places of its units. */
  private static final class Stacking {
    final Layer layer;
    final Place base;
    final Place task;

    Stacking(
        FlatPolicy.Stage first,
        FlatPolicy.Stage second,
        Place one,
        Place two,
        int units,
        int variables) {
      List<FlatPolicy.Unit> b = first.units();
      List<FlatPolicy.Unit> t = second.units();
      base = new Place(new int[b.size()], new int[b.size()]);
      task = new Place(new int[t.size()], new int[t.size()]);
      List<Row> rows = new ArrayList<>();
      List<Row> differences = new ArrayList<>();
      List<Row> tasks = new ArrayList<>();
      List<Curve> curves = new ArrayList<>();
      List<Integer> unitOf = new ArrayList<>();
      int[] pair = new int[t.size()];
      boolean[] faced = new boolean[t.size()];
      for (int i = 0; i < b.size(); i++) {
        base.unit[i] = i;
        base.difference[i] = -1;
        rows.add(own(b.get(i), one, true, units, variables));
        curves.add(b.get(i).curve());
        for (int j = 0; j < t.size(); j++) {
          if (!faced[j] && b.get(i).facing(t.get(j))) {
            faced[j] = true;
            task.unit[j] = i;
            pair[j] = -1;
            if (!same(b.get(i), t.get(j), one, two)) {
              pair[j] = unitOf.size();
              unitOf.add(i);
              differences.add(difference(b.get(i), t.get(j), one, two, units, variables));
              tasks.add(own(t.get(j), two, false, units, variables));
            }
            break;
          }
        }
      }
      for (int j = 0; j < t.size(); j++) {
        if (!faced[j]) {
          task.unit[j] = rows.size();
          pair[j] = -1;
          rows.add(own(t.get(j), two, false, units, variables));
          curves.add(t.get(j).curve());
        }
      }
      for (int j = 0; j < t.size(); j++) {
        task.difference[j] = pair[j] < 0 ? -1 : rows.size() + pair[j];
      }
      rows.addAll(differences);
      rows.addAll(tasks);
      layer = new Layer(rows, curves, unitOf.stream().mapToInt(Integer::intValue).toArray());
    }
  }
}
