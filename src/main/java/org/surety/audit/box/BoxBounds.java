package org.surety.audit.box;

import java.util.Arrays;
import org.surety.audit.box.PairedNetwork.Layer;

/**
 * Bounds, over one box of inputs, on every row of a {@link PairedNetwork}: each row is carried back
 * through the layers as one linear form, curves being replaced by parallel lines, until it is
 * linear in the inputs (backward linear relaxation, as CROWN). Since the lines of a curve are
 * parallel, one form serves both sides: row = form ± radius.
 *
 * <p>What is bounded is the program, not the formula: the values any evaluator with unit roundoff
 * {@code roundoff} can arrive at, whatever the order of its sums, and the rounding of the bounds
 * themselves, are in the radius (dot products: C.-P. Jeannerod and S. M. Rump, "Improved error
 * bounds for inner products in floating-point arithmetic", SIAM J. Matrix Anal. Appl. 34, 2013).
 * Serves one thread.
 */
final class BoxBounds {
  private static final double UNIT = 0x1p-53;

  final PairedNetwork net;
  private final double roundoff;

  /** Above what the evaluator loses to underflow in one operation. */
  private final double tiny;

  private final double[] inflation;
  private final int n;
  private final State[] states;
  private final double[] center;
  private final double[] radius;
  private final double sums;
  private final RecentValues recent = new RecentValues();
  private final Line line = new Line(recent);
  private final PairLine pairLine = new PairLine(recent);
  private double[] form;
  private double[] next;
  private final double[] shift;
  private double resultLow;
  private double resultHigh;

  /** Least and greatest value of each row of outputs. */
  final double[] low;

  final double[] high;

  /** [rows of outputs, inputs]: the linear forms of the outputs. */
  final double[] outputForm;

  private final double[] outputError;

  /** The last combined form, and its bound from above. */
  final double[] combined;

  double combinedHigh;

  /** For every input, how much of the last combined form's radius is due to its width. */
  final double[] blame;

  /** What is known of one layer's variables over the box; index −1 of the layers is the input. */
  private static final class State {
    final double[] rowLow;
    final double[] rowHigh;
    final double[] error;
    final double[] rowForm;
    final double[] middle;
    final double[] spread;
    final double[] size;
    final double[] own;
    final double[] task;
    final double[] a;
    final double[] b;
    final double[] g;
    final boolean[] apart;
    final double[] pa;
    final double[] pe;
    final double[] pb;
    final double[] pg;

    State(int rows, int units, int pairs, int n) {
      rowLow = new double[rows];
      rowHigh = new double[rows];
      error = new double[rows];
      rowForm = new double[rows * n];
      middle = new double[units + pairs];
      spread = new double[units + pairs];
      size = new double[units + pairs];
      own = new double[units];
      task = new double[units];
      a = new double[units];
      b = new double[units];
      g = new double[units];
      apart = new boolean[pairs];
      pa = new double[pairs];
      pe = new double[pairs];
      pb = new double[pairs];
      pg = new double[pairs];
    }
  }

  /**
   * Work space for one network.
   *
   * @param roundoff unit roundoff of the evaluator that is deployed
   * @param inflation of every input, what the evaluator may change in it before the first layer
   */
  BoxBounds(PairedNetwork net, double roundoff, double[] inflation) {
    this.net = net;
    this.roundoff = roundoff;
    tiny = roundoff > UNIT ? 0x1p-120 : 0x1p-1000;
    this.inflation = inflation;
    n = net.inputs;
    int depth = net.layers.size();
    states = new State[depth + 1];
    states[0] = new State(0, n, 0, n);
    int widest = n;
    int total = n + 16;
    for (int k = 0; k < depth; k++) {
      Layer layer = net.layers.get(k);
      states[k + 1] = new State(layer.rows(), layer.units, layer.pairs, n);
      widest = Math.max(widest, layer.variables());
      total += 4 * layer.variables();
    }
    sums = (total + 64) * UNIT;
    form = new double[widest];
    next = new double[widest];
    shift = new double[widest];
    center = new double[n];
    radius = new double[n];
    int rows = net.outputs.rows();
    low = new double[rows];
    high = new double[rows];
    outputForm = new double[rows * n];
    outputError = new double[rows];
    combined = new double[n];
    blame = new double[n];
  }

  /** Logarithms of deviations up to this, and sums of two, are within the evaluator's range. */
  double largestLogarithm() {
    return roundoff > UNIT ? 40 : 200;
  }

  /** Bounds all rows of outputs over the box. */
  void over(double[] lower, double[] upper) {
    State input = states[0];
    for (int i = 0; i < n; i++) {
      center[i] = 0.5 * lower[i] + 0.5 * upper[i];
      radius[i] =
          Math.nextUp(
              Math.nextUp(Math.max(upper[i] - center[i], center[i] - lower[i])) + inflation[i]);
      if (lower[i] == upper[i] && inflation[i] == 0) {
        radius[i] = 0;
      }
      input.middle[i] = center[i];
      input.spread[i] = radius[i];
      double size = Math.nextUp(Math.abs(center[i]) + radius[i]);
      input.size[i] = size;
      input.own[i] = size;
      input.task[i] = size;
    }
    for (int k = 0; k < net.layers.size(); k++) {
      layer(k);
    }
    int rows = net.outputs.rows();
    rows(net.outputs, net.layers.size(), 0, rows, low, high, outputError, outputForm);
    for (int r = 0; r < rows; r++) {
      if (!net.outputs.zero[r]) {
        double slack = net.outputSlack[r] * roundoff * (1 + 0x1p-20);
        if (net.narrowing && r >= net.actions && r < 2 * net.actions) {
          // Rounding of softplus(r) is as if r were off by that over the derivative.
          slack *= 2 * (1 + StrictMath.exp(-low[r]));
          slack = slack < 0.5 ? slack : Double.POSITIVE_INFINITY;
        }
        outputError[r] += slack;
        low[r] = Math.nextDown(low[r] - slack);
        high[r] = Math.nextUp(high[r] + slack);
      }
    }
  }

  private void layer(int k) {
    Layer layer = net.layers.get(k);
    State s = states[k + 1];
    int units = layer.units;
    int both = layer.variables();
    rows(layer, k, 0, both, s.rowLow, s.rowHigh, s.error, s.rowForm);
    double zWidth = 0;
    double eWidth = 0;
    for (int p = 0; p < layer.pairs; p++) {
      zWidth += s.rowHigh[layer.unitOf[p]] - s.rowLow[layer.unitOf[p]];
      eWidth += s.rowHigh[units + p] - s.rowLow[units + p];
    }
    if (eWidth > 0.25 * zWidth) {
      rows(layer, k, both, layer.rows(), s.rowLow, s.rowHigh, s.error, s.rowForm);
    }
    for (int p = 0; p < layer.pairs; p++) {
      int z = layer.unitOf[p];
      int y = both + p;
      double least = Math.nextDown(s.rowLow[z] + s.rowLow[units + p]);
      double most = Math.nextUp(s.rowHigh[z] + s.rowHigh[units + p]);
      boolean bounded = eWidth > 0.25 * zWidth;
      s.rowLow[y] = bounded ? Math.max(least, s.rowLow[y]) : least;
      s.rowHigh[y] = bounded ? Math.min(most, s.rowHigh[y]) : most;
    }
    for (int i = 0; i < units; i++) {
      unit(layer, s, i);
    }
    for (int p = 0; p < layer.pairs; p++) {
      pair(layer, s, p);
    }
  }

  /** What the evaluator's own rounding can add to a curve's value of this size. */
  private double rounding(Curve curve, double size) {
    return curve.straight() ? 0 : 16 * roundoff * Math.max(size, curve.scale()) + tiny;
  }

  private void unit(Layer layer, State s, int i) {
    Curve curve = layer.curve[i];
    double l = s.rowLow[i];
    double u = s.rowHigh[i];
    if (!(Math.abs(l) < 1e100 && Math.abs(u) < 1e100)) {
      s.a[i] = 0;
      s.b[i] = 0;
      s.g[i] = Double.POSITIVE_INFINITY;
      range(s, i, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      return;
    }
    double least = recent.least(curve, l, u);
    double most = recent.greatest(curve, l, u);
    double size = Math.max(Math.abs(least), Math.abs(most));
    double slack = rounding(curve, size) * (1 + 0x1p-20);
    double own = curve.straight() ? 0 : 32 * UNIT * Math.max(size, curve.scale());
    range(s, i, Math.nextDown(least - slack - own), Math.nextUp(most + slack + own));
    s.own[i] = s.size[i];
    s.task[i] = s.size[i];
    line.over(curve, l, u);
    s.a[i] = line.slope;
    s.b[i] = line.offset;
    s.g[i] = line.gap + slack;
  }

  private static void range(State s, int variable, double low, double high) {
    double middle = 0.5 * low + 0.5 * high;
    s.middle[variable] = middle;
    s.spread[variable] = Math.nextUp(Math.max(high - middle, middle - low));
    s.size[variable] = Math.max(Math.abs(low), Math.abs(high));
  }

  private void pair(Layer layer, State s, int p) {
    int i = layer.unitOf[p];
    Curve curve = layer.curve[i];
    int e = layer.units + p;
    int y = layer.variables() + p;
    double el = s.rowLow[e];
    double eu = s.rowHigh[e];
    double yl = s.rowLow[y];
    double yu = s.rowHigh[y];
    if (!(s.g[i] < Double.POSITIVE_INFINITY)
        || !(Math.abs(el) < 1e100 && Math.abs(eu) < 1e100)
        || !(yl <= yu)) {
      s.apart[p] = false;
      s.pa[p] = 0;
      s.pe[p] = 0;
      s.pb[p] = 0;
      s.pg[p] = Double.POSITIVE_INFINITY;
      range(s, e, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      s.task[i] = Double.POSITIVE_INFINITY;
      return;
    }
    double least = recent.least(curve, yl, yu);
    double most = recent.greatest(curve, yl, yu);
    double size = Math.max(Math.abs(least), Math.abs(most));
    double slack = rounding(curve, size) * (1 + 0x1p-20);
    double slackBoth = slack + rounding(curve, s.size[i]) * (1 + 0x1p-20);
    double own = curve.straight() ? 0 : 32 * UNIT * Math.max(size, curve.scale());
    s.task[i] = Math.nextUp(size + slack + own);
    pairLine.over(curve, s.rowLow[i], s.rowHigh[i], el, eu, yl, yu);
    double ofZ = pairLine.ofZ;
    double middle =
        pairLine.offset + ofZ * 0.5 * (s.rowLow[i] + s.rowHigh[i]) + pairLine.ofE * 0.5 * (el + eu);
    double reach =
        0.5 * Math.abs(ofZ) * (s.rowHigh[i] - s.rowLow[i])
            + 0.5 * Math.abs(pairLine.ofE) * (eu - el)
            + pairLine.gap;
    reach +=
        64
            * UNIT
            * (reach
                + Math.abs(pairLine.offset)
                + Math.abs(ofZ) * (Math.abs(s.rowLow[i]) + Math.abs(s.rowHigh[i]))
                + Math.abs(pairLine.ofE) * (Math.abs(el) + Math.abs(eu)));
    double apartLow = least - (s.middle[i] + s.spread[i]) - own - 4 * UNIT * s.size[i];
    double apartHigh = most - (s.middle[i] - s.spread[i]) + own + 4 * UNIT * s.size[i];
    range(
        s,
        e,
        Math.nextDown(Math.max(middle - reach, apartLow) - slackBoth),
        Math.nextUp(Math.min(middle + reach, apartHigh) + slackBoth));
    line.over(curve, yl, yu);
    s.apart[p] = line.gap + s.g[i] < pairLine.gap;
    if (s.apart[p]) {
      s.pa[p] = line.slope;
      s.pe[p] = line.slope;
      s.pb[p] = line.offset;
      s.pg[p] = line.gap + slack;
    } else {
      s.pa[p] = pairLine.ofZ;
      s.pe[p] = pairLine.ofE;
      s.pb[p] = pairLine.offset;
      s.pg[p] = pairLine.gap + slackBoth;
    }
  }

  /** Bounds rows of a layer whose inputs are the variables of layer {@code depth − 1}. */
  private void rows(
      Layer layer,
      int depth,
      int from,
      int to,
      double[] rowLow,
      double[] rowHigh,
      double[] error,
      double[] rowForm) {
    State before = states[depth];
    int inputs = layer.inputs;
    int units = before.own.length;
    double deployed = (inputs + 8) * roundoff * (1 + 0x1p-20);
    double evaluated = (inputs + layer.rows() + 40) * UNIT;
    for (int r = from; r < to; r++) {
      if (layer.zero[r]) {
        rowLow[r] = 0;
        rowHigh[r] = 0;
        error[r] = 0;
        Arrays.fill(rowForm, r * n, r * n + n, 0);
        continue;
      }
      double size = Math.abs(layer.bias[r]);
      double middle = layer.bias[r];
      double spread = 0;
      for (int j = 0; j < inputs; j++) {
        double w = layer.weights[r * inputs + j];
        if (w != 0) {
          double v = Math.abs(w);
          form[j] = w;
          middle += w * before.middle[j];
          spread += v * before.spread[j];
          size += v * before.size[j];
        } else {
          form[j] = 0;
        }
      }
      double magnitude = layer.biasSize[r];
      for (int j = 0; j < units; j++) {
        double b = layer.baseSize[r * units + j];
        double t = layer.taskSize[r * units + j];
        magnitude += (b == 0 ? 0 : b * before.own[j]) + (t == 0 ? 0 : t * before.task[j]);
      }
      error[r] = deployed * magnitude + evaluated * size + 4 * inputs * tiny;
      back(depth, layer.bias[r], error[r], rowForm, r * n, false);
      spread = (spread + error[r]) * (1 + sums) + sums * size;
      rowLow[r] = Math.max(resultLow, Math.nextDown(middle - spread));
      rowHigh[r] = Math.min(resultHigh, Math.nextUp(middle + spread));
      if (!(rowLow[r] <= rowHigh[r])) {
        rowLow[r] = Double.NEGATIVE_INFINITY;
        rowHigh[r] = Double.POSITIVE_INFINITY;
      }
    }
  }

  /**
   * Bounds a combination of the rows of outputs from above, as one form, so that what they have in
   * common cancels.
   *
   * @param factors one a row of outputs
   */
  void combine(double[] factors) {
    Layer layer = net.outputs;
    int depth = net.layers.size();
    Arrays.fill(form, 0, layer.inputs, 0);
    double c = 0;
    double rad = 0;
    double magnitude = 0;
    for (int r = 0; r < layer.rows(); r++) {
      double q = factors[r];
      if (q == 0 || layer.zero[r]) {
        continue;
      }
      c += q * layer.bias[r];
      magnitude += Math.abs(q * layer.bias[r]);
      rad += Math.abs(q) * outputError[r];
      for (int j = 0; j < layer.inputs; j++) {
        form[j] += q * layer.weights[r * layer.inputs + j];
      }
    }
    Arrays.fill(blame, 0);
    back(depth, c, rad + sums * magnitude, combined, 0, true);
    combinedHigh = resultHigh;
  }

  /** Carries {@code form}, on the variables of layer {@code depth − 1}, back to the inputs. */
  private void back(
      int depth, double constant, double soFar, double[] to, int offset, boolean blaming) {
    double c = constant;
    double rad = soFar;
    double magnitude = Math.abs(constant);
    for (int k = depth - 1; k >= 0; k--) {
      Layer layer = net.layers.get(k);
      State s = states[k + 1];
      int units = layer.units;
      double[] f = form;
      Arrays.fill(shift, 0, units, 0);
      for (int p = 0; p < layer.pairs; p++) {
        double d = f[units + p];
        if (d == 0) {
          continue;
        }
        int i = layer.unitOf[p];
        double term = d * s.pb[p];
        c += term;
        double own = Math.abs(d) * s.pg[p];
        rad += own;
        if (blaming) {
          blame(own, s, i);
        }
        f[units + p] = d * s.pe[p];
        shift[i] = d * s.pa[p];
        magnitude +=
            Math.abs(term)
                + Math.abs(f[units + p]) * reach(s, units + p)
                + Math.abs(shift[i]) * reach(s, i);
        if (s.apart[p]) {
          magnitude += (Math.abs(f[i]) + Math.abs(d)) * s.size[i];
          f[i] -= d;
        }
      }
      for (int i = 0; i < units; i++) {
        double h = f[i];
        if (h != 0) {
          double term = h * s.b[i];
          c += term;
          double own = Math.abs(h) * s.g[i];
          rad += own;
          if (blaming) {
            blame(own, s, i);
          }
          f[i] = h * s.a[i];
          magnitude += Math.abs(term) + Math.abs(f[i]) * reach(s, i);
        }
        f[i] += shift[i];
      }
      Arrays.fill(next, 0, layer.inputs, 0);
      for (int r = 0; r < layer.variables(); r++) {
        double w = f[r];
        if (w == 0) {
          continue;
        }
        double term = w * layer.bias[r];
        c += term;
        magnitude += Math.abs(term);
        rad += Math.abs(w) * s.error[r];
        int row = r * layer.inputs;
        for (int j = 0; j < layer.inputs; j++) {
          next[j] += w * layer.weights[row + j];
        }
      }
      form = next;
      next = f;
    }
    double middle = c;
    for (int j = 0; j < n; j++) {
      double term = form[j] * center[j];
      middle += term;
      magnitude += Math.abs(term);
      rad += Math.abs(form[j]) * radius[j];
      to[offset + j] = form[j];
    }
    rad = rad * (1 + sums) + sums * magnitude;
    resultLow = Math.nextDown(middle - rad);
    resultHigh = Math.nextUp(middle + rad);
  }

  private static double reach(State s, int row) {
    return Math.max(Math.abs(s.rowLow[row]), Math.abs(s.rowHigh[row]));
  }

  private void blame(double gap, State s, int row) {
    double total = 0;
    for (int j = 0; j < n; j++) {
      total += Math.abs(s.rowForm[row * n + j]) * radius[j];
    }
    if (total > 0) {
      for (int j = 0; j < n; j++) {
        blame[j] += gap * (Math.abs(s.rowForm[row * n + j]) * radius[j] / total);
      }
    }
  }
}
