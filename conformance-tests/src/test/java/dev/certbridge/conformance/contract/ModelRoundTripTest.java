package dev.certbridge.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads and writes every example body of the contracts with the generated models, also with changes of a later server. */
class ModelRoundTripTest {

    private static final long SEED = Long.getLong("certbridge.seed", 20_261_122);

    /** The number of random sets of changes for each example, besides each change alone and all together. */
    private static final int SETS = 12;

    static Stream<ContractExample> examples() {
        return all().filter(ModelRoundTripTest::isJson);
    }

    private static Stream<ContractExample> all() {
        return Stream.of("realtime", "regfish")
                .flatMap(reseller -> ContractDocument.onClassPath(reseller).operations().stream())
                .flatMap(operation -> Stream.concat(
                        operation.requestExamples().stream(),
                        operation.responses().stream().flatMap(response -> response.examples().stream())));
    }

    private static boolean isJson(ContractExample example) {
        return example.mediaType().equals("application/json");
    }

    @Test
    void only_files_have_no_model() {
        assertThat(all().filter(example -> !isJson(example))
                        .map(example -> example.document().name() + " " + example.owner() + " " + example.mediaType())
                        .distinct())
                // The bytes of a certificate, a bundle, a CSR or an archive, which are not decoded.
                .containsExactlyInAnyOrder(
                        "realtime downloadCertificate 200 */*",
                        "regfish downloadCertificate 200 application/x-pem-file",
                        "regfish downloadCertificate 200 application/zip");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_the_same_after_reading_and_writing(ContractExample example) throws IOException {
        assertThat(Difference.between(example, example.value(), throughItsModel(example, example.value())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_changed_member_leaves_the_other_members_unchanged(ContractExample example) throws IOException {
        Random random = new Random(SEED + example.toString().hashCode());
        List<Mutation> mutations = Mutation.of(example, random);
        for (List<Mutation> chosen : choices(mutations, random)) {
            JsonNode changed = example.value().deepCopy();
            chosen.forEach(mutation -> mutation.applyTo(changed));
            String description = "seed " + SEED + ", " + example + " " + chosen;
            assertThatCode(() -> throughItsModel(example, changed))
                    .as(description)
                    .doesNotThrowAnyException();
            assertThat(Difference.between(example, changed, throughItsModel(example, changed)))
                    .as(description)
                    .isEmpty();
        }
    }

    /** Returns each change alone, all together, and some random sets. */
    private static List<List<Mutation>> choices(List<Mutation> mutations, Random random) {
        List<List<Mutation>> choices = new ArrayList<>();
        mutations.forEach(mutation -> choices.add(List.of(mutation)));
        choices.add(mutations);
        for (int i = 0; i < SETS; i++) {
            choices.add(mutations.stream()
                    .filter(mutation -> random.nextInt(3) == 0)
                    .toList());
        }
        return choices;
    }

    private static JsonNode throughItsModel(ContractExample example, JsonNode body) throws IOException {
        Object model = TransportJson.MAPPER.readValue(
                TransportJson.MAPPER.writeValueAsBytes(body),
                type(example.document().name(), example.schema()));
        return TransportJson.MAPPER.readTree(TransportJson.MAPPER.writeValueAsBytes(model));
    }

    /** Returns the type that the generated client reads or writes a body as. */
    private static JavaType type(String reseller, JsonNode schema) {
        TypeFactory types = TransportJson.MAPPER.getTypeFactory();
        if (schema.has("$ref")) {
            String model = schema.get("$ref").textValue().replaceFirst("^#/components/schemas/", "");
            return types.constructFromCanonical("dev.certbridge." + reseller + ".generated.model." + model);
        }
        return switch (schema.path("type").asText()) {
            case "array" -> types.constructCollectionType(List.class, type(reseller, schema.get("items")));
            case "string" -> types.constructType(String.class);
            default -> throw new AssertionError("an inline schema without a generated model: " + schema);
        };
    }
}
