package dev.certbridge.conformance.wrong;

import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.conformance.wrong.WireLevelMistakes.WireMistakes.Habit;
import dev.certbridge.conformance.wrong.WrongClientUnderTest.Verbs;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A client that is right but for one mistake, the rules that exist because of it, and all that it breaks. */
enum WrongClient {
    REPEATS_WHAT_IS_LOST("realtime-deprecated", WireLevelMistakes.REPEATS_WHAT_IS_LOST, "M5 M6 M20", "M8 M9"),
    SENDS_AGAIN_WHAT_IS_REFUSED("regfish", WireLevelMistakes.SENDS_AGAIN_WHAT_IS_REFUSED, "C1 E1 E7", "C2 E2 E4 M6 S1"),
    TAKES_FAILURES_FOR_REFUSALS("regfish", WireLevelMistakes.TAKES_FAILURES_FOR_REFUSALS, "E2 E4", "C1 M6"),
    TAKES_FAILURES_FOR_MISSING("regfish", WireLevelMistakes.TAKES_FAILURES_FOR_MISSING, "E3 A8", "C1"),
    IGNORES_RETRY_AFTER("regfish", WireLevelMistakes.IGNORES_RETRY_AFTER, "A9 E7", ""),
    FOLLOWS_REDIRECTS("regfish", WireLevelMistakes.FOLLOWS_REDIRECTS, "S4", "M6"),
    NEEDS_A_BODY("regfish", WireLevelMistakes.NEEDS_A_BODY, "C2 A10", "E1 E3 E7 E13"),
    TAKES_CONFLICTS_FOR_THE_END("regfish", WireLevelMistakes.TAKES_CONFLICTS_FOR_THE_END, "E6 A12", "C1"),
    ACKNOWLEDGES_EVERYTHING("realtime", WireLevelMistakes.ACKNOWLEDGES_EVERYTHING, "E8", "C1"),
    DROPS_UNKNOWN_VALUES("regfish", WireLevelMistakes.DROPS_UNKNOWN_VALUES, "V2 V5", ""),
    READS_TODAYS_ANSWERS_ONLY("regfish", WireLevelMistakes.READS_TODAYS_ANSWERS_ONLY, "V1 V3 V4", ""),
    FAILS_ON_NULL("regfish", WireLevelMistakes.FAILS_ON_NULL, "V3", ""),
    DISCARDS_INCOMPLETE_ANSWERS("regfish", WireLevelMistakes.DISCARDS_INCOMPLETE_ANSWERS, "M7", ""),
    BELIEVES_FILTERS("realtime-deprecated", WireLevelMistakes.BELIEVES_FILTERS, "A15", ""),
    LEAVES_RECORDS_BEHIND("regfish", WireLevelMistakes.LEAVES_RECORDS_BEHIND, "C5", "C1 C2 V1 V2 V3 V4"),
    REMEMBERS_NOTHING("regfish", MoneyMistakes::remembersNothing, "M1 M2 M4 M22", "E1 M5 M6 M8"),
    SWAPS_USED_KEYS("regfish", MoneyMistakes::swapsUsedKeys, "M3", ""),
    FORGETS_THE_LIMIT("realtime-deprecated", MoneyMistakes::forgetsTheLimit, "M14 M15", "M16"),
    IGNORES_HALTS_AND_BUDGETS("realtime-deprecated", MoneyMistakes::ignoresHaltsAndBudgets, "M11 M12 M16", ""),
    ASKS_ONCE_MORE("realtime-deprecated", MoneyMistakes::asksOnceMore, "M17 M18", ""),
    FINDS_NOTHING("regfish", MoneyMistakes::findsNothing, "M8", ""),
    TAKES_THE_FIRST_LISTED("regfish", MoneyMistakes::takesTheFirstListed, "M9 M10", ""),
    CALLS_EVERYTHING_UNKNOWN("realtime-deprecated", MoneyMistakes::callsEverythingUnknown, "M13 E9", ""),
    ANSWERS_FOR_THE_CALLER("realtime", MoneyMistakes::answersForTheCaller, "M19 M21", ""),
    CANCELS_THE_LATEST("realtime", MoneyMistakes::cancelsTheLatest, "C4", ""),
    REISSUES_ANOTHER("realtime", MoneyMistakes::reissuesAnother, "C4", ""),
    TRIES_FIRST("regfish", MoneyMistakes::triesFirst, "E12", ""),
    TAKES_ACCEPTED_FOR_DONE("regfish", WaitingMistakes::takesAcceptedForDone, "A1", ""),
    POLLS_ONCE("realtime-deprecated", WaitingMistakes::pollsOnce, "A2 A6", "A8 A9 A11 C3"),
    NEVER_GIVES_UP("regfish", WaitingMistakes::neverGivesUp, "A5 A7 A14", ""),
    TRUSTS_EVERY_DOWNLOAD("regfish", WaitingMistakes::trustsEveryDownload, "A4 A13", "A3"),
    COMPARES_NAMES_ONLY("regfish", WaitingMistakes::comparesNamesOnly, "A3", ""),
    RETURNS_NO_REISSUE("regfish", WaitingMistakes::returnsNoReissue, "A13", ""),
    GUESSES("realtime-deprecated", WaitingMistakes::guesses, "E5 E11 A6", "S4"),
    FORGETS_WHAT_IT_BEGAN("regfish", WaitingMistakes::forgetsWhatItBegan, "A11 A16", ""),
    TAKES_ANY_ORDER_FOR_ITS_OWN("regfish", WaitingMistakes::takesAnyOrderForItsOwn, "A17", ""),
    LEAKS_THE_KEY("regfish", ReportingMistakes::leaksTheKey, "S1 S2 S3 S5", ""),
    LOGS_IN_THE_BACKGROUND("regfish", ReportingMistakes::logsInTheBackground, "S3", ""),
    PRINTS_FOR_DEBUGGING("regfish", ReportingMistakes::printsForDebugging, "S3", ""),
    PRINTS_WHEN_IT_CONNECTS("regfish", ReportingMistakes::printsWhenItConnects, "S3", ""),
    LOGS_WITH_SLF4J("regfish", ReportingMistakes::logsWithSlf4j, "S3", ""),
    FAILS_ON_UNKNOWN_VALUES("regfish", ReportingMistakes::failsOnUnknownValues, "S1 S4", "E11 E13"),
    REPORTS_LITTLE("regfish", ReportingMistakes::reportsLittle, "E10 E13", ""),
    ASKS_FOR_WHAT_IS_NOT_THERE("regfish", ReportingMistakes::asksForWhatIsNotThere, "C3", "");

    private final String right;
    private final Function<ClientUnderTest, WrongClientUnderTest> made;
    private final Set<String> own;
    private final Set<String> alsoBroken;

    WrongClient(String right, Habit habit, String own, String alsoBroken) {
        this.right = right;
        this.made = candidate -> WrongClientUnderTest.onTheWire(candidate, words(), habit);
        this.own = numbers(own);
        this.alsoBroken = numbers(alsoBroken);
    }

    WrongClient(String right, Verbs verbs, String own, String alsoBroken) {
        this.right = right;
        this.made = candidate -> WrongClientUnderTest.inItsVerbs(candidate, words(), verbs);
        this.own = numbers(own);
        this.alsoBroken = numbers(alsoBroken);
    }

    /** The mistake, in a few words. */
    String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    WrongClientUnderTest candidate() {
        return candidate(right());
    }

    /** Made of another one than it usually is. */
    WrongClientUnderTest candidate(ClientUnderTest other) {
        return made.apply(other);
    }

    /** Who it would be without its mistake. */
    ClientUnderTest right() {
        return ClientUnderTest.named(right);
    }

    /** The rules that there are because of clients like this one. */
    Set<String> own() {
        return own;
    }

    /** Every rule that it breaks. */
    Set<String> broken() {
        Set<String> all = new LinkedHashSet<>(own);
        all.addAll(alsoBroken);
        return all;
    }

    private static Set<String> numbers(String text) {
        List<String> all = text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
        return new LinkedHashSet<>(all);
    }

    /** The clients that were made for a rule. */
    static String madeFor(RuleDefinition rule) {
        return named(Arrays.stream(WrongClient.values())
                .filter(client -> client.own().contains(rule.number()))
                .toList());
    }

    /** The clients that break a rule as well. */
    static String breakToo(RuleDefinition rule) {
        return named(Arrays.stream(WrongClient.values())
                .filter(client -> !client.own().contains(rule.number()))
                .filter(client -> client.broken().contains(rule.number()))
                .toList());
    }

    private static String named(List<WrongClient> clients) {
        return clients.stream().map(WrongClient::words).collect(Collectors.joining(", "));
    }
}
