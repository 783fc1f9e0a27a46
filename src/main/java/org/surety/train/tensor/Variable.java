package org.surety.train.tensor;

import ai.djl.ndarray.NDArray;

/** A tensor that stays on the device while scopes come and go, and can be replaced. */
public final class Variable {
  private final Workspace workspace;
  private NDArray array;

  /** A variable with a first value. */
  public Variable(Tensor value) {
    workspace = value.workspace();
    array = workspace.stay(value);
  }

  /** The value now; not to be used after the variable was set. */
  public Tensor get() {
    return new Tensor(workspace, array);
  }

  /** Replaces the value and frees the old one. */
  public void set(Tensor value) {
    if (value.array() != array) {
      NDArray old = array;
      array = workspace.stay(value);
      old.close();
    }
  }
}
