package org.surety.trace;

import java.io.IOException;
import java.io.Writer;

/**
 * How episodes look in text. Doubles are written so that they come back bit for bit; a number that
 * is not finite is written as the readers know it.
 */
final class TextLayouts {
  /** A row per step; the final state has empty cells for actions and results. */
  static final TextEpisodeWriter.Layout CSV =
      new TextEpisodeWriter.Layout() {
        @Override
        public void start(Writer out, RecordColumns columns) throws IOException {
          out.write("episode,step");
          for (RecordColumns.Column column : columns.columns()) {
            for (int k = 0; k < column.width(); k++) {
              out.write("," + column.name() + (column.vector() ? "[" + k + "]" : ""));
            }
          }
          out.write(",terminated,truncated\n");
        }

        @Override
        public void episode(Writer out, RecordColumns columns, long number, EpisodeRecord episode)
            throws IOException {
          int decisions = episode.decisions();
          double[][][] rows = rows(columns, episode);
          for (int t = 0; t <= decisions; t++) {
            out.write(number + "," + t);
            for (int c = 0; c < rows.length; c++) {
              int width = columns.columns().get(c).width();
              for (int k = 0; k < width; k++) {
                out.write(',');
                if (t < rows[c].length) {
                  out.write(Double.toString(rows[c][t][k]));
                }
              }
            }
            boolean last = t == decisions - 1;
            out.write(
                t == decisions
                    ? ",,\n"
                    : (last && episode.terminated() ? ",1" : ",0")
                        + (last && episode.truncated() ? ",1\n" : ",0\n"));
          }
        }
      };

  /** An object per step; the final state has no actions and results. */
  static final TextEpisodeWriter.Layout JSON_STEPS =
      new TextEpisodeWriter.Layout() {
        @Override
        public void start(Writer out, RecordColumns columns) {
          // JSON needs no header
        }

        @Override
        public void episode(Writer out, RecordColumns columns, long number, EpisodeRecord episode)
            throws IOException {
          int decisions = episode.decisions();
          double[][][] rows = rows(columns, episode);
          for (int t = 0; t <= decisions; t++) {
            out.write("{\"episode\": " + number + ", \"step\": " + t);
            for (int c = 0; c < rows.length; c++) {
              if (t < rows[c].length) {
                RecordColumns.Column column = columns.columns().get(c);
                out.write(", \"" + column.name() + "\": ");
                writeRow(out, rows[c][t], column.vector());
              }
            }
            if (t < decisions) {
              boolean last = t == decisions - 1;
              out.write(", \"terminated\": " + (last && episode.terminated()));
              out.write(", \"truncated\": " + (last && episode.truncated()));
            }
            out.write("}\n");
          }
        }
      };

  /** An object per episode, each column an array with a row per step. */
  static final TextEpisodeWriter.Layout JSON_EPISODES =
      new TextEpisodeWriter.Layout() {
        @Override
        public void start(Writer out, RecordColumns columns) {
          // JSON needs no header
        }

        @Override
        public void episode(Writer out, RecordColumns columns, long number, EpisodeRecord episode)
            throws IOException {
          double[][][] rows = rows(columns, episode);
          out.write("{\"episode\": " + number);
          for (int c = 0; c < rows.length; c++) {
            RecordColumns.Column column = columns.columns().get(c);
            out.write(", \"" + column.name() + "\": [");
            for (int t = 0; t < rows[c].length; t++) {
              out.write(t == 0 ? "" : ", ");
              writeRow(out, rows[c][t], column.vector());
            }
            out.write("]");
          }
          out.write(", \"terminated\": " + episode.terminated());
          out.write(", \"truncated\": " + episode.truncated() + "}\n");
        }
      };

  private TextLayouts() {}

  private static double[][][] rows(RecordColumns columns, EpisodeRecord episode) {
    double[][][] rows = new double[columns.columns().size()][][];
    for (int c = 0; c < rows.length; c++) {
      rows[c] = columns.columns().get(c).rows().apply(episode);
    }
    return rows;
  }

  private static void writeRow(Writer out, double[] row, boolean vector) throws IOException {
    if (!vector) {
      out.write(Double.toString(row[0]));
      return;
    }
    out.write('[');
    for (int k = 0; k < row.length; k++) {
      out.write(k == 0 ? "" : ", ");
      out.write(Double.toString(row[k]));
    }
    out.write(']');
  }
}
