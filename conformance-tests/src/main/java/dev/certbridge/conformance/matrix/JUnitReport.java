package dev.certbridge.conformance.matrix;

import dev.certbridge.conformance.matrix.MatrixCell.State;
import dev.certbridge.contract.RunDetails;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes a matrix as JUnit XML, which CI servers read. */
record JUnitReport(Matrix matrix, RunDetails run, List<ContractComparison> comparisons) {

    /** A test case. Both {@code failure} and {@code skipped} are empty if the case passed. */
    private record Case(String group, String name, Duration took, String failure, String skipped) {}

    /**
     * Writes the matrix as JUnit XML. Each row, each pair of a rule and a client, and each difference between an old
     * and a new contract is a test case. The test case of a gap, of a failed rule or of a change that needs work fails.
     * The test case of a waived gap or of an opt-out is skipped with a reason.
     */
    String xml() {
        List<Case> cases = Stream.of(
                        comparisons.stream().flatMap(JUnitReport::ofComparison),
                        matrix.rows().stream().map(JUnitReport::ofRow),
                        matrix.rules().stream().map(JUnitReport::ofRule))
                .flatMap(all -> all)
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

    private void suite(XMLStreamWriter xml, List<Case> cases) throws XMLStreamException {
        xml.writeStartElement("testsuite");
        attribute(xml, "name", "conformance-matrix");
        attribute(xml, "tests", Integer.toString(cases.size()));
        attribute(xml, "failures", count(cases.stream().map(Case::failure)));
        attribute(xml, "errors", "0");
        attribute(xml, "skipped", count(cases.stream().map(Case::skipped)));
        attribute(xml, "timestamp", run.date().toString());
        xml.writeCharacters("\n  ");
        xml.writeStartElement("properties");
        property(xml, "certbridge", run.certbridge());
        property(xml, "jdk", run.jdk());
        for (Map.Entry<String, String> contract : run.contracts().entrySet()) {
            property(xml, "contract." + contract.getKey(), contract.getValue());
        }
        xml.writeEndElement();
        for (Case one : cases) {
            xml.writeCharacters("\n  ");
            xml.writeStartElement("testcase");
            attribute(xml, "classname", one.group());
            attribute(xml, "name", one.name());
            attribute(xml, "time", String.format(Locale.ROOT, "%.3f", one.took().toMillis() / 1000.0));
            element(xml, "failure", one.failure());
            element(xml, "skipped", one.skipped());
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private static void property(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute(xml, "name", name);
        attribute(xml, "value", value);
    }

    private static void attribute(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, MatrixReport.printable(value));
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        if (!text.isEmpty()) {
            xml.writeStartElement(name);
            attribute(xml, "message", text.strip().replaceAll("\\s+", " "));
            xml.writeCharacters(MatrixReport.printable(text));
            xml.writeEndElement();
        }
    }

    private static String count(Stream<String> texts) {
        return Long.toString(texts.filter(text -> !text.isEmpty()).count());
    }

    private static Stream<Case> ofComparison(ContractComparison comparison) {
        String group = "new-contract." + comparison.reseller();
        return Stream.concat(
                comparison.diff().distinct().stream().map(change -> {
                    String name = String.join(", ", change.operations()) + ": " + change.sentence();
                    String failure = change.severity().needsWork()
                            ? change.severity().name().toLowerCase(Locale.ROOT) + ": " + name + "; to do: "
                                    + change.remedy()
                            : "";
                    return new Case(group, name, Duration.ZERO, failure, "");
                }),
                comparison.pacts().stream().map(pact -> new Case(group, pact, Duration.ZERO, pact, "")));
    }

    private static Case ofRow(MatrixRow row) {
        OperationStatus key = row.key();
        String gaps = texts(row, State.GAP);
        return new Case(
                "matrix." + key.reseller() + "." + key.operationId(),
                key.operationId() + " " + key.status(),
                Duration.ZERO,
                gaps,
                gaps.isEmpty() ? texts(row, State.WAIVED) : "");
    }

    private static String texts(MatrixRow row, State state) {
        return row.cells().entrySet().stream()
                .filter(entry -> entry.getValue().state() == state)
                .map(entry -> row.key() + ": " + entry.getKey().key() + ": "
                        + entry.getValue().text()
                        + (state == State.WAIVED
                                ? ", waived: " + entry.getValue().reason()
                                : ""))
                .collect(Collectors.joining("\n"));
    }

    private static Case ofRule(RuleTally rule) {
        String detail = rule.detail();
        String failure = rule.failed() == 0 ? "" : detail.isBlank() ? "failed" : detail;
        boolean untested = rule.failed() == 0 && rule.passed() == 0;
        String skipped = !untested ? "" : detail.isBlank() ? rule.untested() : detail;
        return new Case(
                "rules." + rule.reseller() + "." + rule.candidate(), rule.rule(), rule.took(), failure, skipped);
    }
}
