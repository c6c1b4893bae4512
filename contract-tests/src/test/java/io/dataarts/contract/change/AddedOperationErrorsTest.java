package io.dataarts.contract.change;

import static io.dataarts.contract.change.ExtendedService.CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.auth.IamToken;
import io.dataarts.rerun.error.AuthenticationException;
import io.dataarts.rerun.error.BadRequestException;
import io.dataarts.rerun.error.NotFoundException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServerErrorException;
import io.dataarts.rerun.error.ServiceException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An added operation fails with the same exceptions and outcomes as the reruns. */
class AddedOperationErrorsTest {

    private ExtendedService service;

    @BeforeEach
    void start() {
        service = ExtendedService.start();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    @DisplayName("a request that violates the YAML gets 400 from the provider")
    void badRequest() {
        BadRequestException failure = failure(BadRequestException.class, service, "findThings", "limit", 101);

        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(failure.errorCode()).contains("DLF.0001");
        assertThat(failure.errorMessage()).contains("The request does not match the API description: "
                + "Numeric instance is greater than the required maximum (maximum: 100, found: 101)");
        assertThat(failure.requestId()).contains(service.arrived().requestId());
    }

    @Test
    @DisplayName("a signature with another secret key gets 401")
    void wrongKey() {
        try (ExtendedService other =
                ExtendedService.start(settings -> settings.credentials(AccessKey.of("EXAMPLEAK", "AnotherSecretKey")))) {
            AuthenticationException failure = failure(AuthenticationException.class, other, "findThings", "prefix", "a b");

            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.errorCode()).contains("APIGW.0301");
            assertThat(failure.requestId()).contains(other.arrived().requestId());
        }
    }

    @Test
    @DisplayName("an invalid token gets 401, and the SDK does not retry with the same token")
    void wrongToken() {
        try (ExtendedService other = ExtendedService.start(settings -> settings.credentials(IamToken.of("another-token")))) {
            AuthenticationException failure = failure(AuthenticationException.class, other, "findThings", "prefix", "x");

            assertThat(failure.errorCode()).contains("APIGW.0307");
            assertThat(other.arrived().status()).isEqualTo(401);
        }
    }

    @Test
    @DisplayName("an operation that the service does not have yet gets 404")
    void notFound() {
        try (ExtendedService old = ExtendedService.startUnextended()) {
            NotFoundException failure = failure(NotFoundException.class, old, "findThings", "prefix", "x");

            assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
            assertThat(failure.errorCode()).contains("APIGW.0101");
        }
    }

    @Test
    @DisplayName("after a failure of the service the outcome is UNKNOWN")
    void serverError() {
        service.provider().catalog().failing(true);

        ServerErrorException failure = failure(ServerErrorException.class, service, "findThings", "prefix", "x");

        assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(service.arrived().status()).isEqualTo(500);
    }

    @Test
    @DisplayName("a call after close() is refused")
    void closed() {
        service.studio().close();

        assertThatThrownBy(() -> service.operation("findThings").with("q", "x").call())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this DataArtsStudio is closed");
    }

    @ParameterizedTest
    @DisplayName("the SDK refuses an operation that it cannot send as the YAML says, and names it and the reason")
    @CsvSource(delimiter = '|', value = {
        "CookieApi | CookieApi#sendCookie(String) has parameters that path, query and headers do not name, such as form fields or cookies, which cannot be sent: [session]",
        "FormApi   | FormApi#sendForm(String) has parameters that path, query and headers do not name, such as form fields or cookies, which cannot be sent: [field]",
        "ObjectApi | ObjectApi#sendObject(Map) has an object outside its body, which cannot be sent: [filter]",
        "FileApi   | FileApi#sendFile(File) has a body that is not JSON, which cannot be sent: [application/octet-stream]. A parameter without @Param is the body, and needs @Headers(\"Content-Type: application/json\")"
    })
    void cannotBeSent(String api, String reason) {
        assertThatThrownBy(() -> service.studio().api(CLIENT.api(api)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("io.dataarts.generated.api." + api + " is no interface that can be called: " + reason);
    }

    private static <E extends ServiceException> E failure(
            Class<E> type, ExtendedService service, String operation, String parameter, Object argument) {
        return catchThrowableOfType(type, () -> service.operation(operation).with("q", "x").with(parameter, argument).call());
    }
}
