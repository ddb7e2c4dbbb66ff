package dev.certbridge.conformance.money;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A row: a way to spend money. */
record SpendRow(ClientVariant variant, SpendOperation operation, PriceTerms terms, boolean question) {

    /** Returns every row. A completion has no price, and the deprecated operations do not reissue. */
    static List<SpendRow> all() {
        return Stream.of(
                        Stream.of(SpendOperation.values())
                                .map(operation -> to(ClientVariant.REGFISH, operation, PriceTerms.UNQUOTED)),
                        Stream.of(SpendOperation.ORDER, SpendOperation.RENEW, SpendOperation.REISSUE)
                                .flatMap(operation -> quoted(ClientVariant.REALTIME, operation)),
                        Stream.of(SpendOperation.ORDER, SpendOperation.RENEW)
                                .flatMap(operation -> quoted(ClientVariant.DEPRECATED, operation)))
                .flatMap(rows -> rows)
                .toList();
    }

    /**
     * Returns the rows that differ in what is sent: price terms work for a renewal or a reissue as they do for an
     * order. Random schedules draw from {@link #all}.
     */
    static List<SpendRow> mainly() {
        return all().stream()
                .filter(row -> row.variant == ClientVariant.REGFISH
                        || row.operation == SpendOperation.ORDER
                        || row.terms == PriceTerms.UP_TO)
                .toList();
    }

    static SpendRow to(ClientVariant variant, SpendOperation operation, PriceTerms terms) {
        return new SpendRow(variant, operation, terms, terms == PriceTerms.ASKING);
    }

    private static Stream<SpendRow> quoted(ClientVariant variant, SpendOperation operation) {
        return Stream.concat(
                Stream.of(PriceTerms.values()).map(terms -> to(variant, operation, terms)),
                Stream.of(new SpendRow(variant, operation, PriceTerms.UP_TO, true)));
    }

    @Override
    public String toString() {
        String text = variant + " " + operation + " " + terms
                + (question && terms != PriceTerms.ASKING ? ", its question" : "");
        return text.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
