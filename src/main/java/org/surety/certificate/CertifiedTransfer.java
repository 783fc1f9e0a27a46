package org.surety.certificate;

import org.jspecify.annotations.Nullable;

/**
 * The theorem that carries the parent's bound over to the policy audited.
 *
 * @param name its name as in {@code surety alpha}, or {@link #SAME_POLICY}
 * @param premise what it needs of the policy, in words
 * @param setting what it limits, such as {@code alpha}; null where nothing is changed
 * @param value how far, as a decimal; null where nothing is changed
 * @param totalVariation by how much the base distribution that the guard evaluates may differ, at
 *     every decision, from the one that made the logs; a decimal
 */
public record CertifiedTransfer(
    String name,
    String premise,
    @Nullable String setting,
    @Nullable String value,
    String totalVariation) {
  /** The parent is about this very policy. */
  public static final String SAME_POLICY = "same-policy";

  /** Checks forms. */
  public CertifiedTransfer {
    if ((setting == null) != (value == null) || (setting == null) != name.equals(SAME_POLICY)) {
      throw new IllegalArgumentException("transfer " + name + " with setting " + setting);
    }
    if (value != null) {
      DecimalStrings.require(value, "transfer value");
    }
    DecimalStrings.require(totalVariation, "totalVariation");
  }

  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("premise", premise)
        .put("setting", setting)
        .put("value", value)
        .put("totalVariation", totalVariation)
        .build();
  }

  static CertifiedTransfer from(Fields f) {
    return new CertifiedTransfer(
        f.text("name"),
        f.text("premise"),
        f.textOrNull("setting"),
        f.decimalOrNull("value"),
        f.decimal("totalVariation"));
  }
}
