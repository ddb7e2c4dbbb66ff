package dev.certbridge.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.ClientFeature;
import dev.certbridge.conformance.ClientUnderTest;
import dev.certbridge.conformance.DelegatingClientUnderTest;
import dev.certbridge.conformance.StubOperator;
import dev.certbridge.conformance.regfish.RegfishClientUnderTest;
import dev.certbridge.conformance.rule.RuleDefinition;
import dev.certbridge.orderbook.OrderBooks;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.reseller.Orders;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.order.OrderRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The kit tests a client that only orders and reads one order, and has no order book, on what it has. */
class PartialClientTest {

    private static RunReport report = new RunReport(List.of());

    @BeforeAll
    static void run() {
        report = ConformanceRun.of(List.of(new OrderAndGetUnderTest()), ConformanceRun.Progress.NONE);
    }

    @Test
    void a_client_with_two_verbs_and_without_a_book_passes_the_rules_that_remain() {
        assertThat(report.results())
                .filteredOn(result -> result.verdict() == Verdict.FAILED)
                .extracting(RuleResult::detail)
                .isEmpty();
        assertThat(rules(Verdict.PASSED))
                .contains("C3", "C4", "E1", "E2", "E3", "E4", "E5", "E7", "E10", "E11", "E12", "E13")
                .contains("M5", "M6", "M7", "M13", "A1", "A17", "S1", "S2", "S3", "S4", "S5");
        assertThat(rules(Verdict.NOT_APPLICABLE))
                .contains("C1", "C2", "V1", "M1", "M2", "M3", "M4", "M8", "M11", "M12", "E6", "A2", "A3", "A7", "A16")
                .doesNotContain("M5", "M6", "E2");
    }

    @Test
    void each_rule_that_is_not_applicable_has_one_reason_which_names_the_missing_feature() {
        assertThat(report.results())
                .filteredOn(result -> result.verdict() == Verdict.NOT_APPLICABLE)
                .extracting(RuleResult::detail)
                .isSubsetOf(Stream.of(ClientFeature.values())
                        .map(feature -> "the client has no " + feature)
                        .toList());
    }

    @Test
    void every_method_of_a_client_is_a_feature_or_a_capability() {
        Set<String> always = Set.of("order", "orderAll", "validate", "orders", "name", "supports", "close", "quote");
        assertThat(Stream.of(CertificateReseller.class, Orders.class)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                        .filter(method -> !method.isSynthetic()
                                && ClientFeature.of(method).isEmpty())
                        .map(Method::getName))
                .as("methods that a client must have, apart from those of a capability")
                .hasSameElementsAs(
                        Stream.concat(always.stream(), Stream.of("cancel")).toList());
    }

    @Test
    void all_missing_opt_outs_are_named_before_the_first_rule() {
        ClientUnderTest undeclared = new OrderAndGetUnderTest() {
            @Override
            public Map<String, String> optOuts() {
                return Map.of();
            }
        };

        List<String> wrong = OverrideAudit.of(Plain.class, undeclared);

        Set<String> named = wrong.stream()
                .map(line -> line.replaceAll(".*\\brule ([A-Z]\\d+).*", "$1"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named)
                .as(String.join("\n", wrong))
                .containsAll(Set.of("M14", "M20", "A6", "A15"))
                .isSubsetOf(new OrderAndGetUnderTest().optOuts().keySet());
        assertThat(wrong)
                .contains(
                        "order-and-get has a stub operator without doubt, which rule A6 needs; implement it, or opt out"
                                + " with a reason");
    }

    @Test
    void the_operator_that_a_rule_names_is_a_method_that_an_operator_may_leave_out() {
        assertThat(RuleDefinition.all())
                .filteredOn(rule -> !rule.operator().isEmpty())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(Arrays.stream(StubOperator.class.getDeclaredMethods())
                                .filter(Method::isDefault)
                                .map(Method::getName))
                        .contains(rule.operator()));
    }

    private static Set<String> rules(Verdict verdict) {
        return report.results().stream()
                .filter(result -> result.verdict() == verdict)
                .map(RuleResult::rule)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private abstract static class Plain implements Conformance {}

    /** States the two verbs, as its author would. */
    private static class OrderAndGetUnderTest extends DelegatingClientUnderTest {

        OrderAndGetUnderTest() {
            super(new RegfishClientUnderTest());
        }

        @Override
        public String name() {
            return "order-and-get";
        }

        @Override
        public CertificateReseller connect(String apiKey, OrderBook book, ConnectOptions options) {
            return orderAndGet(apiKey, options);
        }

        @Override
        public Set<ClientFeature> features() {
            return EnumSet.of(ClientFeature.GET);
        }
    }

    /** Orders and reads one order. It remembers no intent: each order has a book of its own. */
    private static CertificateReseller orderAndGet(String apiKey, ConnectOptions options) {
        CertificateReseller reads = regfish(apiKey, options);
        return (CertificateReseller) Proxy.newProxyInstance(
                PartialClientTest.class.getClassLoader(),
                new Class<?>[] {CertificateReseller.class, Orders.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "orders" -> proxy;
                    case "name", "toString" -> "order-and-get";
                    case "order" -> {
                        try (CertificateReseller once = regfish(apiKey, options)) {
                            OrderRequest request = (OrderRequest) arguments[1];
                            arguments[1] =
                                    request.toBuilder().allowingDuplicate().build();
                            yield call(method, once, arguments);
                        }
                    }
                    case "get", "cancel" -> call(method, reads.orders(), arguments);
                    case "supports", "quote", "validate", "close" -> call(method, reads, arguments);
                    default -> throw new UnsupportedOperationException();
                });
    }

    private static CertificateReseller regfish(String apiKey, ConnectOptions options) {
        return new RegfishClientUnderTest().connect(apiKey, OrderBooks.inMemory(), options);
    }

    private static Object call(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
