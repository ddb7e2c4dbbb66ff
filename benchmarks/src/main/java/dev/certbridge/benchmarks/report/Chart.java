package dev.certbridge.benchmarks.report;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A bar chart as SVG. It shows the latency and the allocated bytes of a read relative to java.net.http + Jackson. It is
 * readable on light and dark backgrounds.
 */
public final class Chart {

    private static final int LABELS = 250;
    private static final int BARS = 380;
    private static final int STEP = 22;
    private static final int HEAD = 46;
    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #24292f }
              .head { font-weight: 600 }
              .bar { fill: #8c959f }
              .ours { fill: #1f6feb }
              .one { stroke: #57606a; stroke-dasharray: 3 3 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .bar { fill: #6e7681 }
                .ours { fill: #58a6ff }
                .one { stroke: #9198a1 }
              }
            </style>
            """;

    private Chart() {}

    /** Returns the chart of these summaries as SVG. */
    public static String svg(List<Summary> rows) {
        int height = 2 * (HEAD + rows.size() * STEP) + 10;
        int width = LABELS + BARS + 70;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + width + " " + height
                + "\" role=\"img\" aria-label=\"Latency and bytes of one read, to java.net.http and Jackson\">\n"
                + STYLE
                + bars(rows, "one read, p50 to java.net.http + Jackson", Summary::p50Ratio, 0)
                + bars(rows, "one read, bytes to java.net.http + Jackson", Summary::bytesRatio, height / 2)
                + "</svg>\n";
    }

    private static String bars(List<Summary> rows, String head, ToDoubleFunction<Summary> figure, int top) {
        double most = Math.max(1, rows.stream().mapToDouble(figure).max().orElse(1));
        StringBuilder svg = new StringBuilder(text(4, top + 24, "head", head));
        int y = top + HEAD;
        for (Summary row : rows) {
            double value = figure.applyAsDouble(row);
            boolean ours = row.peer().label().startsWith("certbridge");
            long length = Math.max(1, Math.round(value / most * BARS));
            svg.append(text(4, y + 13, "label", row.peer().label()));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"2\"/>%n",
                    ours ? "ours" : "bar",
                    LABELS,
                    y,
                    length,
                    STEP - 6));
            svg.append(text(LABELS + length + 6, y + 13, "value", String.format(Locale.ROOT, "%.2fx", value)));
            y += STEP;
        }
        long one = LABELS + Math.round(1 / most * BARS);
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"one\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>%n",
                one,
                one,
                top + HEAD - 6,
                y));
        return svg.toString();
    }

    private static String text(long x, long y, String type, String text) {
        return "<text class=\"" + type + "\" x=\"" + x + "\" y=\"" + y + "\">" + text + "</text>\n";
    }
}
