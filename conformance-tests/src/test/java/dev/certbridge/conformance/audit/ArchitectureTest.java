package dev.certbridge.conformance.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.junit.StubExtension;
import java.util.stream.Stream;

/** The arrows between packages. */
@AnalyzeClasses(
        packages = "dev.certbridge",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

    /** Leaves out the jars with fixtures for the tests of other modules. */
    static final class NoTestJars implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    private static final String API = "dev.certbridge.reseller";
    private static final String[] API_PACKAGES = {API, API + ".order", API + ".failure", API + ".book", API + ".spi"};

    @ArchTest
    static final ArchRule WHAT_CALLERS_IMPORT_NEEDS_NO_LIBRARY = classes()
            .that()
            .resideInAnyPackage(API_PACKAGES)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(apiAnd("java..", "javax.net..", "javax.sql..", "org.jspecify.."))
            .because("whoever catches a failure or reads an order must not get an HTTP client with it");

    @ArchTest
    static final ArchRule ORDER_BOOKS_NEED_NO_LIBRARY_BUT_A_DRIVER = classes()
            .that()
            .resideInAPackage("dev.certbridge.orderbook")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(apiAnd("java..", "javax.sql..", "org.jspecify..", "dev.certbridge.orderbook"))
            .because("a book is opened by programs that have no client, and drivers are the user's");

    @ArchTest
    static final ArchRule FEIGN_AND_HTTPCLIENT_STAY_IN_THE_TRANSPORT = noClasses()
            .that()
            .resideOutsideOfPackages("dev.certbridge.client.transport", "..generated..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("feign..", "org.apache.hc..")
            .because("one place builds Feign, so one place keeps it from sending an order twice");

    @ArchTest
    static final ArchRule NO_CLASS_EXTENDS_AN_INTERNAL_CLASS_OF_HTTPCLIENT = noClasses()
            .should()
            .beAssignableTo(JavaClass.Predicates.resideInAPackage("org.apache.hc.client5.http.impl.."))
            .because("they are final in HttpClient 5.5, which Spring Boot 3.5 and 4.0 select");

    @ArchTest
    static final ArchRule KEYS_AND_CHAINS_STAY_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackages(API + ".csr", "dev.certbridge.conformance..", "dev.certbridge.stub..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..")
            .because("the library for CSRs is a detail of reading and making them");

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("dev.certbridge.(**)")
            .should()
            .beFreeOfCycles()
            .because(
                    "a package that depends on another can be read, tested and moved only after it, not before and after");

    @ArchTest
    static final ArchRule ONLY_CLIENTS_UNDER_TEST_DEPEND_ON_A_PROVIDER = noClasses()
            .that()
            .resideOutsideOfPackages(providers("", "stub.", "conformance."))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(providers("", "stub."))
            .because("a third provider must not need an edit of other packages");

    @ArchTest
    static final ArchRule THE_API_DEPENDS_ON_NO_STUB_AND_NO_RULE = noClasses()
            .that()
            .resideInAPackage(API + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.certbridge.stub..", "dev.certbridge.conformance..")
            .because("callers need neither");

    @ArchTest
    static final ArchRule STUBS_WORK_WITHOUT_THE_API = noClasses()
            .that()
            .resideInAPackage("dev.certbridge.stub..")
            .and()
            .resideOutsideOfPackage("dev.certbridge.stub.client")
            .and()
            .doNotHaveFullyQualifiedName(StubExtension.class.getName())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API + "..", "dev.certbridge.client..")
            .because(
                    "any client in any language tests against a stub; only connecting a client of certbridge needs it");

    @ArchTest
    static final ArchRule THE_JUDGE_NEEDS_NO_CLIENT_AND_NO_KIT = noClasses()
            .that()
            .resideInAPackage("dev.certbridge.judge..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(API + "..", "dev.certbridge.client..", "dev.certbridge.conformance..", "org.assertj..")
            .because("it judges any client by what a stub received, so it must not depend on one");

    @ArchTest
    static void providers_do_not_depend_on_each_other(JavaClasses classes) {
        for (String provider : providers("")) {
            noClasses()
                    .that()
                    .resideInAPackage(provider)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(Stream.of(providers(""))
                            .filter(other -> !other.equals(provider))
                            .toArray(String[]::new))
                    .because("what two resellers share belongs into the API or the runtime of clients")
                    .check(classes);
        }
    }

    /** Returns the packages of the API, the one about CSRs, and others. */
    private static String[] apiAnd(String... others) {
        return Stream.of(Stream.of(API_PACKAGES), Stream.of(API + ".csr"), Stream.of(others))
                .flatMap(packages -> packages)
                .toArray(String[]::new);
    }

    /** Returns the packages of every provider below {@code dev.certbridge}, one for each of these parents. */
    private static String[] providers(String... parents) {
        return ResellerProvider.all().stream()
                .flatMap(provider ->
                        Stream.of(parents).map(parent -> "dev.certbridge." + parent + provider.name() + ".."))
                .toArray(String[]::new);
    }
}
