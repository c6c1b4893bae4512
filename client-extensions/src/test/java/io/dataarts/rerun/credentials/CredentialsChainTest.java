package io.dataarts.rerun.credentials;

import static io.dataarts.rerun.loopback.Cloud.RERUN;
import static io.dataarts.rerun.loopback.Cloud.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.Example;
import io.dataarts.rerun.Failing;
import io.dataarts.rerun.TestClock;
import io.dataarts.rerun.TestStudio;
import io.dataarts.rerun.WarmUp;
import io.dataarts.rerun.auth.AccessKey;
import io.dataarts.rerun.error.ConfigurationException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.loopback.Cloud;
import io.dataarts.rerun.loopback.LoopbackServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * By default the first of environment, profile file and ECS metadata gives the key. A source that is present but broken is an error.
 */
@ExtendWith(WarmUp.class)
class CredentialsChainTest {

    private static final AccessKey FROM_ENVIRONMENT = AccessKey.of("AK-environment", "SK-environment");
    private static final AccessKey FROM_FILE = AccessKey.of("AK-file", "SK-file");
    private static final String KEY_IN_FILE = "[basic]\nak=AK-file\nsk=SK-file\n";
    private static final AccessKey FROM_METADATA = AccessKey.of("AK-metadata", "SK-metadata", "token-metadata");
    private static final Instant LATER = TestClock.START.plusSeconds(3600);
    private static final String NOT_SET =
            "- environment: not set: set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK (or CLOUD_SDK_AK and CLOUD_SDK_SK)";
    private static final String FIX = "Not sent: no credentials: fix one of these, or call credentials(...):\n";

    private final Map<String, String> environment = new HashMap<>();
    private final LoopbackServer server = Cloud.start();

    @TempDir
    private Path home;

    private String userHome;

    @BeforeEach
    void start() {
        userHome = home.toString();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private DataArtsStudio studio() {
        return TestStudio.isolated()
                .environment(environment)
                .home(userHome)
                .metadata(server.endpoint())
                .builder(server)
                .build();
    }

    private void assertThatRequestsAreSignedBy(AccessKey key) {
        try (DataArtsStudio studio = studio()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.requests(RERUN)).singleElement().matches(request -> request.isSignedBy(key));
    }

    private String failure() {
        try (DataArtsStudio studio = studio()) {
            ConfigurationException e = Failing.rerun(studio, ConfigurationException.class);
            assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(e.attempts()).isEqualTo(1);
            assertThat(server.requests(RERUN)).isEmpty();
            return e.getMessage();
        }
    }

    private Path profile(String text) throws IOException {
        Path file = home.resolve(".huaweicloud").resolve("credentials");
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void set(AccessKey key) {
        environment.put("HUAWEICLOUD_SDK_AK", key.accessKeyId());
        environment.put("HUAWEICLOUD_SDK_SK", key.secretKey());
        key.securityToken().ifPresent(token -> environment.put("HUAWEICLOUD_SDK_SECURITY_TOKEN", token));
    }

    @Test
    void rerun_whenNothingIsFound_thenEverySourceItsStateAndWhatToSet() {
        assertThat(failure()).isEqualTo("""
                Not sent: no credentials: call credentials(...), or use one of these:
                %s
                - profile file: not found: write ak and sk to the section [basic] of %s/.huaweicloud/credentials, \
                or name another file in HUAWEICLOUD_SDK_CREDENTIALS_FILE
                - ECS metadata: not found: %s/openstack/latest/securitykey answered 404; on an ECS, attach an agency\
                """.formatted(NOT_SET, home, server.endpoint()));
    }

    @Test
    void rerun_whenTheEnvironmentHasTheVendorsNames_thenThatKey() {
        set(FROM_ENVIRONMENT);
        assertThatRequestsAreSignedBy(FROM_ENVIRONMENT);
    }

    @Test
    void rerun_whenTheEnvironmentHasASecurityToken_thenATemporaryKey() {
        AccessKey temporary = AccessKey.of("AK-environment", "SK-environment", "token-environment");
        set(temporary);
        assertThatRequestsAreSignedBy(temporary);
    }

    @Test
    void rerun_whenTheEnvironmentHasTheNamesOfTheDocumentation_thenThatKey() {
        environment.put("CLOUD_SDK_AK", "AK-sample");
        environment.put("CLOUD_SDK_SK", "SK-sample");
        assertThatRequestsAreSignedBy(AccessKey.of("AK-sample", "SK-sample"));
    }

    @Test
    void rerun_whenBothSpellingsAreSet_thenTheVendors() {
        set(FROM_ENVIRONMENT);
        environment.put("CLOUD_SDK_AK", "AK-sample");
        environment.put("CLOUD_SDK_SK", "SK-sample");
        assertThatRequestsAreSignedBy(FROM_ENVIRONMENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\r\n"})
    void rerun_whenVariablesAreBlank_thenAsIfNotSet(String blank) throws IOException {
        set(AccessKey.of("AK-environment", "SK-environment", "token-environment"));
        environment.put("CLOUD_SDK_AK", "AK-sample");
        environment.put("CLOUD_SDK_SK", "SK-sample");
        environment.put("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "nowhere");
        environment.replaceAll((name, value) -> blank);
        profile(KEY_IN_FILE);
        assertThatRequestsAreSignedBy(FROM_FILE);
    }

    @Test
    void rerun_whenOnlyTheSecretKeyIsSet_thenPartialAndNotSkipped() throws IOException {
        environment.put("HUAWEICLOUD_SDK_SK", "SK-environment");
        profile(KEY_IN_FILE);
        assertThat(failure())
                .isEqualTo(FIX + "- environment: partial: has HUAWEICLOUD_SDK_SK, but not HUAWEICLOUD_SDK_AK");
    }

    @Test
    void rerun_whenTheSecretKeyIsBlank_thenPartialAndNotSkipped() throws IOException {
        set(FROM_ENVIRONMENT);
        environment.put("HUAWEICLOUD_SDK_SK", " ");
        profile(KEY_IN_FILE);
        assertThat(failure())
                .isEqualTo(FIX + "- environment: partial: has HUAWEICLOUD_SDK_AK, but not HUAWEICLOUD_SDK_SK");
    }

    @Test
    void rerun_whenOneSpellingIsPartial_thenTheOtherIsNotTaken() {
        environment.put("HUAWEICLOUD_SDK_AK", "AK-environment");
        environment.put("CLOUD_SDK_AK", "AK-sample");
        environment.put("CLOUD_SDK_SK", "SK-sample");
        assertThat(failure())
                .isEqualTo(FIX + "- environment: partial: has HUAWEICLOUD_SDK_AK, but not HUAWEICLOUD_SDK_SK");
    }

    @Test
    void rerun_whenASecurityTokenIsSetBesideTheOtherSpelling_thenNeverHalfOfOneAndHalfOfAnother() {
        environment.put("HUAWEICLOUD_SDK_SECURITY_TOKEN", "token-environment");
        environment.put("CLOUD_SDK_AK", "AK-sample");
        environment.put("CLOUD_SDK_SK", "SK-sample");
        assertThat(failure())
                .isEqualTo(FIX + "- environment: partial: has HUAWEICLOUD_SDK_SECURITY_TOKEN,"
                        + " but not HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK");
    }

    @Test
    void rerun_whenAVariableHoldsALineBreak_thenUnreadableWithoutTheValue() {
        environment.put("HUAWEICLOUD_SDK_AK", "AK-environment");
        environment.put("HUAWEICLOUD_SDK_SK", "SK-environment\n");
        assertThat(failure())
                .isEqualTo(FIX + "- environment: unreadable: secret key (SK) must be printable ASCII without white space;"
                        + " look at character 15 of 15");
    }

    @Test
    void rerun_whenEnvironmentFileAndMetadataAreThere_thenTheEnvironment() throws IOException {
        set(FROM_ENVIRONMENT);
        profile(KEY_IN_FILE);
        Cloud.withMetadata(server, FROM_METADATA, TestClock.START.plusSeconds(1));
        assertThatRequestsAreSignedBy(FROM_ENVIRONMENT);
        assertThat(server.requests(SESSION)).isEmpty();
    }

    @Test
    void rerun_whenFileAndMetadataAreThere_thenTheFile() throws IOException {
        profile(KEY_IN_FILE);
        assertThatRequestsAreSignedBy(FROM_FILE);
        assertThat(server.requests(SESSION)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[basic]\nak = AK-file\nsk = SK-file\n",
                "\uFEFF[basic]\nak=AK-file\nsk=SK-file",
                "[basic]\r\nak=AK-file\r\nsk=SK-file\r\n",
                "# mine\n[global]\nak=other\nsk=other\n\n[ basic ]\n; no: ak=x\n#sk=y\n\tak\t=\tAK-file \n sk= SK-file\n[other]\nak=z\n",
                "ak=outside\n[basic]\nregion\n=nothing\nak=AK-file\nsk=SK-file\nproject_id=p9\nsecurity_token=\n",
            })
    void rerun_whenTheProfileIsWrittenInManyWays_thenTheSameKey(String text) throws IOException {
        profile(text);
        assertThatRequestsAreSignedBy(FROM_FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ak", "sk", "security_token"})
    @DisplayName("quotes in the profile file are an error, since a key with quotes would be refused and locked")
    void quotes(String name) throws IOException {
        String text = "[basic]\nak=AK-file\nsk=SK-file\nsecurity_token=token-file\n";
        Path file = profile(text.replaceFirst("\\n" + name + "=(.*)", "\n" + name + "=\"$1\""));
        assertThat(failure()).isEqualTo(
                FIX + NOT_SET + "\n- profile file: " + file + ": unreadable: " + name + " is in quotes: remove them");
    }

    @Test
    void rerun_whenTheProfileHasASecurityToken_thenATemporaryKey() throws IOException {
        profile("[basic]\nak=AK-file\nsk=SK-file\nsecurity_token=a=b==\n");
        assertThatRequestsAreSignedBy(AccessKey.of("AK-file", "SK-file", "a=b=="));
    }

    @Test
    void rerun_whenAnotherFileIsNamed_thenThatFile() throws IOException {
        profile("[basic]\nak=no\nsk=no\n");
        Path other = Files.writeString(home.resolve("other"), "[basic]\nak=AK-file\nsk=SK-file\n");
        environment.put("HUAWEICLOUD_SDK_CREDENTIALS_FILE", other.toString());
        assertThatRequestsAreSignedBy(FROM_FILE);
    }

    @Test
    void rerun_whenTheNameIsNoPath_thenUnreadableWhenItIsUsed() {
        environment.put("HUAWEICLOUD_SDK_CREDENTIALS_FILE", "a\0b");
        assertThat(failure())
                .startsWith(FIX + NOT_SET + "\n- profile file: unreadable: a\0b: java.nio.file.InvalidPathException: Nul character");
    }

    @Test
    void rerun_whenTheProfileIsADirectory_thenUnreadable() throws IOException {
        Path directory = Files.createDirectories(home.resolve(".huaweicloud").resolve("credentials"));
        assertThat(failure())
                .isEqualTo(FIX + NOT_SET + "\n- profile file: unreadable: " + directory + ": java.io.IOException: Is a directory");
    }

    @Test
    void rerun_whenTheProfileMayNotBeRead_thenUnreadable() throws IOException {
        Path file = profile(KEY_IN_FILE);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeFalse(Files.isReadable(file), "root reads everything");
        assertThat(failure())
                .isEqualTo(FIX + NOT_SET + "\n- profile file: unreadable: " + file + ": java.nio.file.AccessDeniedException: " + file);
    }

    @Test
    void rerun_whenTheProfileIsNotUtf8_thenUnreadable() throws IOException {
        Path file = profile("");
        Files.write(file, "[basic]\nak=\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(failure()).isEqualTo(FIX + NOT_SET + "\n- profile file: unreadable: " + file + " is not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[basic]\nak=\nsk=\n", "[basic]", "[basic]\nproject_id=p9\n", "ak=AK-file\nsk=SK-file\n", "sk=SK-file\n[global]\n"})
    void rerun_whenTheProfileHasNoKeyWhereItShould_thenPartialAndNotSkipped(String text) throws IOException {
        Path file = profile(text);
        Cloud.withMetadata(server, FROM_METADATA, LATER);
        assertThat(failure())
                .isEqualTo(FIX + NOT_SET + "\n- profile file: " + file + ": partial: has no ak and sk in a section [basic]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "# mine\n", "[global]\nak=AK-file\nsk=SK-file\n", "region=r\n[other]\nak=AK-file\n"})
    void rerun_whenTheProfileHasNoSectionOfOurs_thenTheNextSource(String text) throws IOException {
        Path file = profile(text);
        assertThat(failure()).contains(
                "\n- profile file: not found: " + file + " has no section [basic]: write ak and sk to one\n- ECS metadata: not found: ");
        Cloud.withMetadata(server, FROM_METADATA, LATER);
        assertThatRequestsAreSignedBy(FROM_METADATA);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "%s/missing", "%s/file", "%s/empty", "%s/noFolder", "%s/dangling", "?", ".", "", "\0", "/\0"})
    @DisplayName("a home that can hold no profile file, or holds none, means that there is none")
    void homeWithoutProfile(String where) throws IOException {
        Files.writeString(home.resolve("file"), KEY_IN_FILE);
        Files.createDirectories(home.resolve("empty/.huaweicloud"));
        Files.createDirectory(home.resolve("noFolder"));
        Files.writeString(home.resolve("noFolder/.huaweicloud"), KEY_IN_FILE);
        Files.createDirectories(home.resolve("dangling/.huaweicloud"));
        Files.createSymbolicLink(home.resolve("dangling/.huaweicloud/credentials"), home.resolve("nowhere"));
        userHome = where.formatted(home);
        assertThat(failure()).contains("\n- profile file: not found: write ak and sk to the section [basic] of " + userHome)
                .contains("\n- ECS metadata: not found: ");
        Cloud.withMetadata(server, FROM_METADATA, LATER);
        assertThatRequestsAreSignedBy(FROM_METADATA);
    }

    @Test
    @DisplayName("a home that this process may not look into means that there is no profile file")
    void closedHome() throws IOException {
        profile(KEY_IN_FILE);
        Cloud.withMetadata(server, FROM_METADATA, LATER);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isExecutable(home), "root looks into everything");
            assertThatRequestsAreSignedBy(FROM_METADATA);
        } finally {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    @DisplayName("a profile in the working directory is not read, even if the home is no path of a folder")
    void relativeHome() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "home");
        Path file = folder.resolve(".huaweicloud").resolve("credentials");
        Files.createDirectories(file.getParent());
        Files.writeString(file, KEY_IN_FILE);
        userHome = folder.toString();
        assertThat(failure()).contains("\n- profile file: not found: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%s/nowhere       | unreadable: HUAWEICLOUD_SDK_CREDENTIALS_FILE names %s/nowhere, which does not exist",
                "/dev/null/file   | unreadable: /dev/null/file: java.nio.file.FileSystemException: /dev/null/file: Not a directory",
                "%s               | unreadable: %s: java.io.IOException: Is a directory",
                "%s/empty         | %s/empty: partial: has no ak and sk in a section [basic]",
                "%s/global        | %s/global: partial: has no ak and sk in a section [basic]",
                "/dev/null        | /dev/null: partial: has no ak and sk in a section [basic]",
            })
    @DisplayName("a file that the variable names is an error, whatever is wrong with it")
    void namedFile(String name, String state) throws IOException {
        Files.createFile(home.resolve("empty"));
        Files.writeString(home.resolve("global"), "[global]\nak=AK-file\nsk=SK-file\n");
        profile(KEY_IN_FILE);
        Cloud.withMetadata(server, FROM_METADATA, LATER);
        environment.put("HUAWEICLOUD_SDK_CREDENTIALS_FILE", name.formatted(home));
        assertThat(failure()).isEqualTo(FIX + NOT_SET + "\n- profile file: " + state.formatted(home));
    }

    @Test
    void rerun_whenTheProfileHasOnlyASecretKey_thenPartialWithoutTheValue() throws IOException {
        Path file = profile("[basic]\nsk=SK-file\nsecurity_token=token-file\n");
        assertThat(failure())
                .isEqualTo(FIX + NOT_SET + "\n- profile file: " + file + ": partial: has sk and security_token, but not ak");
    }

    @Test
    void rerun_whenTheBrokenSourceIsFixed_thenTheNextCallWorks() throws IOException {
        Path file = profile("[basic]\nak=AK-file\n");
        try (DataArtsStudio studio = studio()) {
            Failing.rerun(studio, ConfigurationException.class);
            Files.writeString(file, "[basic]\nak=AK-file\nsk=SK-file\n");
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.requests(RERUN)).singleElement().matches(request -> request.isSignedBy(FROM_FILE));
    }

    @Test
    void build_whenNoCredentialsAreGiven_thenNothingIsAskedYet() {
        studio().close();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void rerun_whenCredentialsAreGiven_thenTheChainIsNotAsked() {
        set(FROM_ENVIRONMENT);
        try (DataArtsStudio studio = TestStudio.isolated()
                .environment(environment)
                .builder(server)
                .credentials(FROM_FILE)
                .build()) {
            studio.rerun(Example.QUALITY);
        }
        assertThat(server.requests()).singleElement().matches(request -> request.isSignedBy(FROM_FILE));
    }
}
