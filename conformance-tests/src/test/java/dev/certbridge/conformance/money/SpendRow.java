package dev.certbridge.conformance.money;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way to spend money.
 *
 * @param market where
 * @param errand what for
 * @param terms at what price
 * @param question whether the mishap happens to the question for the price, not to the order
 */
record SpendRow(Market market, Errand errand, Terms terms, boolean question) {

    /** Every way. A completion has no price anywhere, and the deprecated calls do not reissue. */
    static List<SpendRow> all() {
        return Stream.of(
                        Stream.of(Errand.values()).map(errand -> to(Market.REGFISH, errand, Terms.UNQUOTED)),
                        Stream.of(Errand.ORDER, Errand.RENEW, Errand.REISSUE)
                                .flatMap(errand -> quoted(Market.REALTIME, errand)),
                        Stream.of(Errand.ORDER, Errand.RENEW).flatMap(errand -> quoted(Market.DEPRECATED, errand)))
                .flatMap(rows -> rows)
                .toList();
    }

    /**
     * Those that differ in what is sent: what is said about the price of a renewal or a reissue does what it does for an
     * order. Random schedules draw from {@link #all}.
     */
    static List<SpendRow> mainly() {
        return all().stream()
                .filter(row -> row.market == Market.REGFISH || row.errand == Errand.ORDER || row.terms == Terms.UP_TO)
                .toList();
    }

    static SpendRow to(Market market, Errand errand, Terms terms) {
        return new SpendRow(market, errand, terms, terms == Terms.ASKING);
    }

    private static Stream<SpendRow> quoted(Market market, Errand errand) {
        return Stream.concat(
                Stream.of(Terms.values()).map(terms -> to(market, errand, terms)),
                Stream.of(new SpendRow(market, errand, Terms.UP_TO, true)));
    }

    @Override
    public String toString() {
        String text = market + " " + errand + " " + terms + (question && terms != Terms.ASKING ? ", its question" : "");
        return text.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
