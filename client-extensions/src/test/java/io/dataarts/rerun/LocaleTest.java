package io.dataarts.rerun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.DuplicateRerunException;
import io.dataarts.rerun.error.ServiceException;
import io.dataarts.rerun.loopback.LoopbackServer;
import io.dataarts.rerun.loopback.Reply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, requests and signatures do not depend on the default locale of the JVM. */
class LocaleTest {

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"th-TH-u-nu-thai", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "tr-TR", "th-TH-u-ca-buddhist"})
    void texts_whenTheLocaleDiffers_thenTheyAreTheSame(String locale) {
        Locale.setDefault(Locale.ROOT);
        List<String> expected = texts();
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertThat(texts()).isEqualTo(expected);
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>();
        texts.add(message(() -> Example.job("a\u0001")));
        texts.add(message(() -> Example.job("a\ud800")));
        texts.add(message(() -> StartNode.named("x".repeat(129))));
        texts.add(message(() -> AccessKey.of("a", "s s")));
        texts.add(message(() -> JobInstance.of(1).planned(1732601580L).submitted(1732601580000L)));
        texts.add(message(() -> JobInstance.of(1).planned(Instant.MAX)));
        texts.add(message(() -> RetryPolicy.standard().maxAttempts(99)));
        texts.add(message(() -> DataArtsStudio.builder().maxConnections(-1)));
        texts.add(message(() -> DataArtsStudio.builder().callTimeout(Duration.ofMillis(-1234))));
        texts.add(message(() -> DataArtsStudio.builder().endpoint(URI.create("https://h:99999"))));
        String clocks = "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"signature expired, signature time:20260101T000000Z,"
                + "server time:20260101T001501Z\"}";
        try (LoopbackServer server = LoopbackServer.answering(
                        Reply.json(401, clocks), Reply.json(429, "{\"error_code\":\"X.İI\"}", "Retry-After: 3600"),
                        Reply.json(400, "{\"error_msg\":\"WORKSPACE DOES NOT EXIST\"}"),
                        Reply.of(200, new byte[] {1}, "Content-Encoding: GZIP"),
                        Reply.truncated(200, 100, "{"));
                DataArtsStudio studio = Example.builder(server).duplicateGuard(Duration.ofDays(100)).build()) {
            for (int i = 0; i < 3; i++) {
                texts.add(message(() -> studio.rerun(Example.INSTANCES)));
            }
            texts.add(Failing.rerun(studio, ServiceException.class).getMessage());
            texts.add(message(() -> studio.rerun(QualityRerun.qualityJob("2"))).replace(server.authority(), "h"));
            texts.add(Failing.rerun(studio, DuplicateRerunException.class).getMessage());
            texts.add(studio.preview(Example.RELATED_JOBS).asCurl().replace(server.authority(), "h"));
            server.requests().forEach(request -> texts.add((request.requestLine() + request.headers() + request.text())
                    .replace(server.authority(), "h").replaceFirst("Signature=[0-9a-f]{64}", "")));
        }
        return texts;
    }

    private static String message(ThrowingCallable call) {
        return String.valueOf(catchThrowable(call));
    }
}
