package dev.certbridge.conformance.wire;

import static dev.certbridge.conformance.proxy.ProxyStep.hangUp;
import static dev.certbridge.conformance.proxy.ProxyStep.html;
import static dev.certbridge.conformance.proxy.ProxyStep.json;
import static dev.certbridge.conformance.proxy.ProxyStep.raw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.conformance.proxy.FaultProxy;
import dev.certbridge.conformance.proxy.ProxyStep;
import dev.certbridge.regfish.RegfishClient;
import dev.certbridge.regfish.generated.model.DnsRecordRequest;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.ConflictException;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of an answer, and what a failure tells of it. */
class AnswersTest extends WireTest {

    private static final String NO = "{\"success\":false,\"message\":\"no\"}";
    private static final SpendCall ORDER = SpendCall.of("regfish", "createCertificate");

    @Test
    void a_failure_tells_the_resellers_id_of_the_call_when_it_is_one_plain_word() {
        for (String word : List.of("req-4711:a.b", "azAZ09_.:-", "7", "x".repeat(100))) {
            assertThat(failure(json(500, NO, "X-Request-Id: " + word)).requestId())
                    .contains(word);
        }
        for (String odd : List.of("two words", "a/b", "a;b", "a@b", "a[b", "a`b", "a{b", "", "x".repeat(101))) {
            assertThat(failure(json(500, NO, "X-Request-Id: " + odd)).requestId())
                    .as(odd)
                    .isEmpty();
        }
        assertThat(failure(json(500, NO)).requestId()).isEmpty();
    }

    @Test
    void the_words_of_a_refusal_are_told_whole_up_to_300_characters() {
        String most = "x".repeat(300);
        assertThat(refusedWith(most)).contains(most).doesNotContain("...");
        assertThat(refusedWith(most + "y")).contains(most + "...");
    }

    @Test
    void a_lost_answer_keeps_its_cause() {
        assertThat(failure(hangUp())).isInstanceOf(ProviderFaultException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void what_cannot_be_read_is_named_by_what_it_should_have_been() {
        assertThat(failure(html(200)))
                .isInstanceOf(BrokenContractException.class)
                .hasMessageEndingWith(" is not readable as ProductListResponse");
    }

    /** Resellers tell it in any of these ways. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n4\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n",
                "Content-Length: 7\r\n\r\n{\"a\":1}",
                "Connection: close\r\n\r\n{\"a\":1}"
            })
    void a_body_is_the_same_however_its_end_is_told(String rest) {
        GeneratedClient session = client("regfish", toWrites(raw("HTTP/1.1 200 OK\r\n" + rest)));
        ApiResponse answer = session.spend(ORDER);

        Map<?, ?> map = answer.as(Map.class);
        assertThat(map).isEqualTo(Map.of("a", 1));
        assertThat(answer).hasToString("Answer[200, 7 bytes]");
    }

    @Test
    void an_answer_gives_each_type_that_is_asked_for_and_the_same_object_for_the_same_type() {
        GeneratedClient session = client("regfish", toWrites(json(200, "{\"a\":1}", "X-One: 1")));
        ApiResponse answer = session.spend(ORDER);

        JsonNode json = answer.as(JsonNode.class);
        assertThat(json.path("a").asInt()).isEqualTo(1);
        assertThat(answer.as(JsonNode.class)).isSameAs(json);
        Map<?, ?> map = answer.as(Map.class);
        assertThat(map).isEqualTo(Map.of("a", 1));
        assertThat(answer.tryAs(String.class)).isEmpty();
        assertThat(answer.header("x-one")).contains("1");
        assertThat(answer.header("x-two")).isEmpty();
        assertThat(answer).hasToString("Answer[200, 7 bytes]");
    }

    @Test
    void a_change_is_confirmed_without_a_body_and_with_one_it_is_read() {
        ProxyStep empty = json(200, "");
        ProxyStep record = json(200, "{\"success\":true,\"response\":{\"id\":7}}");
        RegfishClient regfish = open(RegfishClient.connect(
                GeneratedClient.KEY,
                open(FaultProxy.scripted(request -> request.method().equals("DELETE") ? empty : record))
                        .options()));
        assertThat(regfish.records().deleteRecord(7L)).isNull();
        assertThat(regfish.records()
                        .createRecord(new DnsRecordRequest().type("TXT"))
                        .getResponse()
                        .getId())
                .isEqualTo(7);
    }

    @Test
    void what_a_refusal_means_depends_on_the_order_that_was_sent() {
        GeneratedClient session = client("regfish", toWrites(json(409, NO)));
        assertThatThrownBy(() -> session.spend(ORDER)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> session.spend(ORDER.sending("renewal"))).isInstanceOf(OutcomeUnknownException.class);
    }

    private static String refusedWith(String message) {
        return failure(json(404, NO.replace("\"no\"", "\"" + message + "\""))).getMessage();
    }

    private static ResellerException failure(ProxyStep act) {
        try (FaultProxy server = FaultProxy.always(act);
                GeneratedClient session = GeneratedClient.open("regfish", server)) {
            return catchThrowableOfType(ResellerException.class, session::read);
        }
    }
}
