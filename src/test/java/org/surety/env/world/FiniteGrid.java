package org.surety.env.world;

/** A slippery grid: a situation is a cell. */
final class FiniteGrid implements FiniteWorld {
  private final SlipperyGrid grid;
  private final GridLayout layout;
  private double[] worth = {};
  private int cases;

  FiniteGrid(SlipperyGrid grid) {
    this.grid = grid;
    layout = grid.layout();
  }

  @Override
  public SlipperyGrid environment() {
    return grid;
  }

  @Override
  public int limit() {
    return layout.limit();
  }

  @Override
  public int situations() {
    return layout.rows() * layout.columns();
  }

  @Override
  public int situation(int lane) {
    return grid.cell(lane);
  }

  @Override
  public long label(int situation) {
    return layout.label(situation);
  }

  @Override
  public void take(double[] worth, int cases) {
    this.worth = worth;
    this.cases = cases;
  }

  @Override
  public double worth(int situation, int kase, int action) {
    int n = layout.actions();
    double slipped = 0;
    for (int other = 0; other < n; other++) {
      slipped += at(layout.successor(situation, other), kase) / n;
    }
    double meant = at(layout.successor(situation, action), kase);
    return layout.slip() * slipped + (1 - layout.slip()) * meant;
  }

  private double at(int cell, int kase) {
    return worth[cell * cases + kase];
  }
}
