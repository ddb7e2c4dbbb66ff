package dev.certbridge.conformance.matrix;

import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * The matrix as CI servers read it: one test case for each pair, and one for each rule and candidate. A hole or a broken
 * rule is a failure; what is waived or opted out of is skipped, with the reason.
 */
final class MatrixJunit {

    /** What became of one test case; the text is empty when it passed. */
    private record Case(String group, String name, Duration took, String failure, String skipped) {}

    private MatrixJunit() {}

    static String of(Matrix matrix) {
        List<Case> cases = Stream.concat(
                        matrix.rows().stream().map(MatrixJunit::ofPair),
                        matrix.rules().stream().map(MatrixJunit::ofRule))
                .toList();
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            suite(xml, cases);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("the matrix cannot be written as XML", e);
        }
        return text + "\n";
    }

    private static void suite(XMLStreamWriter xml, List<Case> cases) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "conformance-matrix");
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute(
                "failures", count(cases.stream().filter(one -> !one.failure().isEmpty())));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute(
                "skipped", count(cases.stream().filter(one -> !one.skipped().isEmpty())));
        for (Case one : cases) {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testcase");
            xml.writeAttribute("classname", HtmlText.allowed(one.group()));
            xml.writeAttribute("name", HtmlText.allowed(one.name()));
            xml.writeAttribute(
                    "time", String.format(Locale.ROOT, "%.3f", one.took().toMillis() / 1000.0));
            element(xml, "failure", one.failure());
            element(xml, "skipped", one.skipped());
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        if (!text.isEmpty()) {
            xml.writeStartElement(name);
            xml.writeAttribute(
                    "message", HtmlText.allowed(text.lines().findFirst().orElse("")));
            xml.writeCharacters(HtmlText.allowed(text));
            xml.writeEndElement();
        }
    }

    private static Case ofPair(MatrixRow row) {
        String holes = texts(row, CellState.HOLE);
        return new Case(
                "matrix." + row.pair().reseller() + "." + row.pair().operationId(),
                row.pair().operationId() + " " + row.pair().status(),
                Duration.ZERO,
                holes,
                holes.isEmpty() ? texts(row, CellState.WAIVED) : "");
    }

    private static String texts(MatrixRow row, CellState state) {
        return row.cells().entrySet().stream()
                .filter(entry -> CellState.of(entry.getValue()) == state)
                .map(entry -> row.pair() + ": " + entry.getKey().key() + ": "
                        + entry.getValue().text() + reason(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String reason(MatrixCell cell) {
        return cell instanceof MatrixCell.Waived waived ? ", waived: " + waived.reason() : "";
    }

    private static Case ofRule(RuleTally rule) {
        boolean broken = rule.broken() > 0;
        boolean optedOut = !broken && rule.held() == 0;
        return new Case(
                "rules." + rule.reseller() + "." + rule.candidate(),
                rule.rule(),
                rule.took(),
                broken ? given(rule.detail(), "broken") : "",
                optedOut ? given(rule.detail(), "opted out") : "");
    }

    private static String given(String detail, String otherwise) {
        return detail.isBlank() ? otherwise : detail;
    }

    private static String count(Stream<Case> cases) {
        return Long.toString(cases.count());
    }
}
