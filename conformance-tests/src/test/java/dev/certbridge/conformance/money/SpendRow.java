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
record SpendRow(ClientVariant market, SpendOperation errand, PriceTerms terms, boolean question) {

    /** Every way. A completion has no price anywhere, and the deprecated calls do not reissue. */
    static List<SpendRow> all() {
        return Stream.of(
                        Stream.of(SpendOperation.values())
                                .map(errand -> to(ClientVariant.REGFISH, errand, PriceTerms.UNQUOTED)),
                        Stream.of(SpendOperation.ORDER, SpendOperation.RENEW, SpendOperation.REISSUE)
                                .flatMap(errand -> quoted(ClientVariant.REALTIME, errand)),
                        Stream.of(SpendOperation.ORDER, SpendOperation.RENEW)
                                .flatMap(errand -> quoted(ClientVariant.DEPRECATED, errand)))
                .flatMap(rows -> rows)
                .toList();
    }

    /**
     * Those that differ in what is sent: what is said about the price of a renewal or a reissue does what it does for an
     * order. Random schedules draw from {@link #all}.
     */
    static List<SpendRow> mainly() {
        return all().stream()
                .filter(row -> row.market == ClientVariant.REGFISH
                        || row.errand == SpendOperation.ORDER
                        || row.terms == PriceTerms.UP_TO)
                .toList();
    }

    static SpendRow to(ClientVariant market, SpendOperation errand, PriceTerms terms) {
        return new SpendRow(market, errand, terms, terms == PriceTerms.ASKING);
    }

    private static Stream<SpendRow> quoted(ClientVariant market, SpendOperation errand) {
        return Stream.concat(
                Stream.of(PriceTerms.values()).map(terms -> to(market, errand, terms)),
                Stream.of(new SpendRow(market, errand, PriceTerms.UP_TO, true)));
    }

    @Override
    public String toString() {
        String text =
                market + " " + errand + " " + terms + (question && terms != PriceTerms.ASKING ? ", its question" : "");
        return text.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
