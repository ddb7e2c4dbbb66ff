package dev.certbridge.judge;

import dev.certbridge.judge.Evidence.Conclusion;
import dev.certbridge.judge.Evidence.Numbered;
import dev.certbridge.stub.Ledger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** The rules about money. */
final class SpendRules {

    private SpendRules() {}

    static Finding noSpendAgain(Evidence evidence) {
        List<String> breaches = new ArrayList<>();
        List<String> opportunities = new ArrayList<>();
        List<Numbered> earlier = new ArrayList<>();
        for (Numbered spend : evidence.spends()) {
            earlier.stream()
                    .filter(first -> isRepeated(first, spend, evidence.conclusion(first)))
                    .findFirst()
                    .ifPresent(first -> breaches.add(spend + " repeats " + first));
            Conclusion conclusion = evidence.conclusion(spend);
            boolean mayRepeat = conclusion == Conclusion.AMBIGUOUS || conclusion == Conclusion.REFUSED;
            if (mayRepeat && (!spend.isLate() || evidence.stoppedWaiting(spend))) {
                opportunities.add(spend.toString());
            }
            earlier.add(spend);
        }
        return Finding.of(breaches, opportunities);
    }

    /**
     * Returns true if the answer to the first request does not allow the second request. A client may send a corrected
     * request after a refusal.
     */
    private static boolean isRepeated(Numbered first, Numbered second, Conclusion conclusion) {
        boolean sameCall = first.address().equals(second.address());
        return switch (conclusion) {
            case ACCEPTED, LATER -> false;
            case REFUSED -> sameCall && Evidence.hasSameContent(first, second);
            case AMBIGUOUS ->
                sameCall
                        ? Evidence.hasSameContent(first, second) || Evidence.isForSameNames(first, second)
                        : Evidence.isForSameOrder(first, second);
        };
    }

    static Finding ordersAsked(Evidence evidence) {
        List<String> bookings =
                evidence.bookings().stream().map(SpendRules::describe).toList();
        int asked = evidence.options().orders();
        return bookings.size() > asked
                ? Finding.of(
                        IntStream.range(asked, bookings.size())
                                .mapToObj(i -> bookings.get(i) + " (" + (i + 1) + " of " + bookings.size()
                                        + ", requested: " + asked + ")")
                                .toList(),
                        bookings)
                : Finding.of(List.of(), bookings);
    }

    private static String describe(Ledger.Entry entry) {
        return String.format(
                Locale.ROOT,
                "order %s by %s: %s for %s, %d.%02d %s",
                entry.orderId(),
                entry.operationId(),
                entry.product(),
                String.join(", ", entry.names()),
                entry.cents() / 100,
                entry.cents() % 100,
                entry.currency());
    }

    static Finding chargesShown(Evidence evidence) {
        List<String> breaches = new ArrayList<>();
        List<String> opportunities = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        Set<Integer> spends = new HashSet<>();
        evidence.spends().forEach(spend -> spends.add(spend.number()));
        for (Numbered request : evidence.requests()) {
            if (spends.contains(request.number())) {
                for (String charge : request.exchange().acknowledgedCharges()) {
                    opportunities.add(request + " acknowledges " + charge);
                    if (!shown.contains(charge)) {
                        breaches.add(request + " acknowledges " + charge + ", which no earlier answer shows");
                    }
                }
            }
            shown.addAll(request.exchange().quotedCharges());
        }
        return Finding.of(breaches, opportunities);
    }
}
