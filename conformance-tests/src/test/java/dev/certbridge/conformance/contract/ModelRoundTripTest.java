package dev.certbridge.conformance.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every body of the contracts passes through the generated models, today's and a few of tomorrow's. */
class ModelRoundTripTest {

    private static final long SEED = Long.getLong("certbridge.seed", 20_261_122);

    /** How many random sets of changes are made to each example, besides each change alone and all together. */
    private static final int SETS = 12;

    static Stream<BodyExample> examples() {
        return BodyExample.all().stream().filter(BodyExample::isJson);
    }

    @Test
    void only_files_are_no_models() {
        assertThat(BodyExample.all().stream()
                        .filter(example -> !example.isJson())
                        .map(example -> example.reseller() + " " + example.place() + " " + example.mediaType())
                        .distinct())
                // The bytes of a certificate, a bundle, a CSR or an archive: nothing to decode.
                .containsExactlyInAnyOrder(
                        "realtime downloadCertificate 200 */*",
                        "regfish downloadCertificate 200 application/x-pem-file",
                        "regfish downloadCertificate 200 application/zip");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_loses_nothing_in_its_model(BodyExample example) throws IOException {
        assertThat(Difference.between(example, example.value(), throughItsModel(example, example.value())))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void what_changes_in_a_body_leaves_the_rest_of_it_alone(BodyExample example) throws IOException {
        Random random = new Random(SEED + example.toString().hashCode());
        List<Mutation> mutations = Mutation.of(example, random);
        for (List<Mutation> chosen : choices(mutations, random)) {
            JsonNode changed = example.value().deepCopy();
            chosen.forEach(mutation -> mutation.applyTo(changed));
            String told = "seed " + SEED + ", " + example + " " + chosen;
            assertThatCode(() -> throughItsModel(example, changed)).as(told).doesNotThrowAnyException();
            assertThat(Difference.between(example, changed, throughItsModel(example, changed)))
                    .as(told)
                    .isEmpty();
        }
    }

    /** Every change alone, all together, and some sets of them. */
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

    private static JsonNode throughItsModel(BodyExample example, JsonNode body) throws IOException {
        Object model = TransportJson.MAPPER.readValue(TransportJson.MAPPER.writeValueAsBytes(body), example.type());
        return TransportJson.MAPPER.readTree(TransportJson.MAPPER.writeValueAsBytes(model));
    }
}
