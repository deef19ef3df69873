package io.slabcache.bench.plot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.style.Styler;

/**
 * A chart over a few places of the horizontal axis, with a bar or a point in each for each series.
 *
 * @param title above it
 * @param places the names of the places
 * @param unit of the vertical axis
 * @param form bars or lines
 */
record Plot(String title, List<String> places, String unit, Form form) {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 480;

    /** Of the places' names, as many as have room side by side. */
    private static final int CHARACTERS = 90;

    private static final int ROTATION_DEGREES = 20;

    /** How the figures are drawn. */
    enum Form {
        BARS,
        /** Lines; the vertical axis is logarithmic. */
        LOGARITHMIC_LINES,
        LINES
    }

    /**
     * Writes it as SVG.
     *
     * @param series for each name a figure for each place, not a number where there is none
     * @param file without the ending
     */
    void write(Map<String, List<Double>> series, Path file) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .yAxisTitle(unit)
                .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        chart.getStyler()
                .setDefaultSeriesRenderStyle(
                        form == Form.BARS
                                ? CategorySeries.CategorySeriesRenderStyle.Bar
                                : CategorySeries.CategorySeriesRenderStyle.Line);
        chart.getStyler().setYAxisLogarithmic(form == Form.LOGARITHMIC_LINES);
        int longest = places.stream().mapToInt(String::length).max().orElse(0);
        if (longest * places.size() > CHARACTERS) {
            chart.getStyler().setXAxisLabelRotation(ROTATION_DEGREES);
        }
        series.forEach((name, figures) -> chart.addSeries(
                name,
                places,
                figures.stream().map(figure -> figure.isNaN() ? null : figure).toList()));
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
    }
}
