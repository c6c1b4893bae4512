package io.dataarts.contract.agreement.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dataarts.contract.provider.ReferenceProvider;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The reference provider serves operations that only the description contains. */
class AddedOperationTest {

    private static final String YAML = """
            openapi: 3.0.3
            info: {title: added, version: '1'}
            paths:
              /v2/{project_id}/things/{thing}:
                get:
                  operationId: findThings
                  parameters:
                    - {name: project_id, in: path, required: true, schema: {type: string}}
                    - {name: thing, in: path, required: true, schema: {type: string}}
                    - {name: q, in: query, schema: {type: string, maxLength: 20}}
                    - {name: tag, in: query, schema: {type: array, items: {type: string}}}
                  responses: {'200': {description: ok}}
                put:
                  operationId: putThing
                  parameters:
                    - {name: project_id, in: path, required: true, schema: {type: string}}
                    - {name: thing, in: path, required: true, schema: {type: string}}
                  requestBody: {content: {application/json: {schema: {type: object}}}}
                  responses: {'200': {description: ok}}
              /v2/{project_id}/things/all:
                get:
                  operationId: allThings
                  parameters:
                    - {name: project_id, in: path, required: true, schema: {type: string}}
                  responses: {'200': {description: ok}}
            """;
    private static final String THINGS = "/v2/" + RawRequest.PROJECT + "/things/";

    private ReferenceProvider provider;

    @BeforeEach
    void start() {
        provider = RawRequest.provider().spec(YAML).start();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    @DisplayName("the answer echoes decoded path and query, and the provider accepts the vendor's signature over them")
    void echo() throws Exception {
        HttpResponse<String> response =
                RawRequest.get(provider, THINGS + "%E4%BD%9C%20a+b?tag=b&q=%E4%B8%80%20%2B%25&tag=&tag=a").signed().send();
        assertThat(response.body()).isEqualTo("{\"operation_id\":\"findThings\",\"path\":{\"project_id\":\"" + RawRequest.PROJECT
                + "\",\"thing\":\"作 a+b\"},\"query\":{\"tag\":[\"b\",\"\",\"a\"],\"q\":[\"一 +%\"]},\"body\":null}");
    }

    @Test
    @DisplayName("the answer echoes the body")
    void echoBody() throws Exception {
        HttpResponse<String> response = RawRequest.put(provider, THINGS + "x", "{\"n\":1440764172232392705}").signed().send();
        assertThat(response.body()).isEqualTo("{\"operation_id\":\"putThing\",\"path\":{\"project_id\":\"" + RawRequest.PROJECT
                + "\",\"thing\":\"x\"},\"query\":{},\"body\":{\"n\":1440764172232392705}}");
    }

    @Test
    @DisplayName("a path without parameters wins over a template that also matches")
    void literalFirst() throws Exception {
        assertThat(RawRequest.get(provider, THINGS + "all").token().send().body()).startsWith("{\"operation_id\":\"allThings\"");
    }

    @Test
    @DisplayName("a query is validated in its decoded form, and refused if it violates the description")
    void violatingQuery() throws Exception {
        assertThat(RawRequest.get(provider, THINGS + "x?q=%E4%B8%80%E4%B8%80%E4%B8%80%E4%B8%80").token().send().statusCode()).isEqualTo(200);
        assertThat(RawRequest.get(provider, THINGS + "x?q=123456789012345678901").token().send().body()).isEqualTo(
                "{\"error_code\":\"DLF.0001\",\"error_msg\":\"The request does not match the API description: "
                        + "String \\\"123456789012345678901\\\" is too long (length: 21, maximum allowed: 20)\"}");
    }

    @Test
    @DisplayName("a bare plus sign in the query arrives as a space")
    void barePlus() throws Exception {
        assertThat(RawRequest.get(provider, THINGS + "x?q=a+b").token().send().body()).contains("\"query\":{\"q\":[\"a b\"]}");
    }

    @Test
    @DisplayName("a description without operations is refused at the start")
    void noOperations() {
        assertThatThrownBy(() -> ReferenceProvider.builder().spec("openapi: 3.0.3").start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the OpenAPI description has no operation with an operationId");
    }
}
