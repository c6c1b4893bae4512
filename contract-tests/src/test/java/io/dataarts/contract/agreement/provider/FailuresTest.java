package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.contract.provider.Failure;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single requests to the reference provider fail as planned, before or after it executes them. */
class FailuresTest {

    private static final String LIST = "listFactoryJobInstances";
    private static final String RERUN = "restartQualityInstance";

    private static ReferenceProvider provider;

    @BeforeAll
    static void start() {
        provider = RawRequest.provider().start();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @BeforeEach
    void clear() {
        provider.forgetExchanges().failures().clear();
        provider.catalog().clear().job("sales").memory().qualityJob(77, "orders", values -> { });
    }

    @ParameterizedTest
    @CsvSource({"403, APIGW.0302", "429, APIGW.0308", "500, APIGW.0201", "502, APIGW.0201"})
    @DisplayName("the n-th request of an operation gets the status, and others do not")
    void status(int status, String code) throws Exception {
        list();
        provider.failures().at(LIST, 2, Failure.status(status));
        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(RawRequest.get(provider, "/v2/" + RawRequest.PROJECT + "/factory/jobs").token().send().statusCode()).isEqualTo(200);
        HttpResponse<String> failed = list();
        assertThat(failed.statusCode()).isEqualTo(status);
        assertThat(failed.body()).contains("\"error_code\":\"" + code + "\"");
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("all requests from the n-th on fail, until the failures are cleared")
    void from() throws Exception {
        provider.failures().from(LIST, 2, Failure.status(500));
        assertThat(list().statusCode()).isEqualTo(200);
        assertThat(list().statusCode()).isEqualTo(500);
        assertThat(list().statusCode()).isEqualTo(500);
        provider.failures().clear();
        assertThat(list().statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("a dropped request gets no answer, is not executed, and is recorded with the status 0")
    void dropped() throws Exception {
        provider.failures().at(RERUN, 1, Failure.dropped());
        assertThatThrownBy(FailuresTest::rerun).isInstanceOf(IOException.class);
        assertThat(provider.exchanges()).extracting(RecordedExchange::status).containsExactly(0);
        assertThat(provider.count(RERUN)).isEqualTo(1);
        assertThat(runs()).isZero();
    }

    @Test
    @DisplayName("a request that fails after its execution has changed the memory")
    void afterExecution() throws Exception {
        provider.failures().at(RERUN, 1, Failure.dropped().afterExecution()).at(RERUN, 2, Failure.status(504).afterExecution());
        assertThatThrownBy(FailuresTest::rerun).isInstanceOf(IOException.class);
        assertThat(runs()).isEqualTo(1);
        assertThat(rerun().statusCode()).isEqualTo(504);
        assertThat(runs()).isEqualTo(2);
    }

    @Test
    @DisplayName("a forgotten exchange counts no more")
    void forget() throws Exception {
        list();
        assertThat(provider.count(LIST)).isEqualTo(1);
        assertThat(provider.forgetExchanges().count(LIST)).isZero();
        assertThat(provider.exchanges()).isEmpty();
    }

    private static int runs() throws Exception {
        return new Listed(provider).quality("instances", "limit=1").path("count").asInt();
    }

    private static HttpResponse<String> list() throws Exception {
        return RawRequest.get(provider, RawRequest.instances("sales", "limit=1")).token().send();
    }

    private static HttpResponse<String> rerun() throws Exception {
        return RawRequest.post(provider, RawRequest.RESTART, "{\"rule_type\":1,\"rule_id\":\"77\"}").token().send();
    }
}
