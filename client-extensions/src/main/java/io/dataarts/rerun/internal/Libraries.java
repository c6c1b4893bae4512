package io.dataarts.rerun.internal;

import com.fasterxml.jackson.core.StreamReadConstraints;
import feign.TypedResponse;
import io.dataarts.rerun.error.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;

/** Refuses libraries that are too old, and a trimmed JDK without what they need, so that no call fails on them halfway. */
public final class Libraries {

    private Libraries() {}

    /**
     * Looks for the JDK's modules. Probes each library for a class or method that the SDK uses and older versions lack.
     *
     * @throws ConfigurationException if a module is missing, or if a library is too old; the message names the library, its version and the
     *     version needed
     */
    public static void requireUsable() {
        // Feign uses the first two, HttpClient and HttpCore the last. On the class path, nothing else requires them.
        List<String> missing = Stream.of("java.desktop", "java.logging", "jdk.net")
                .filter(module -> ModuleLayer.boot().findModule(module).isEmpty()).toList();
        if (!missing.isEmpty()) {
            throw new ConfigurationException("Modules of the JDK are missing: pass --add-modules " + String.join(",", missing)
                    + " to jlink, or to java if its JDK is whole", null);
        }
        List<String> problems = new ArrayList<>();
        probe("org.apache.httpcomponents.client5/httpclient5", "5.4", () -> TlsSocketStrategy.class, problems);
        probe("org.apache.httpcomponents.core5/httpcore5", "5.3",
                () -> new DefaultHttpResponseParserFactory(Http1Config.DEFAULT), problems);
        probe("io.github.openfeign/feign-core", "13.5", () -> TypedResponse.class, problems);
        probe("com.fasterxml.jackson.core/jackson-core", "2.15", () -> StreamReadConstraints.class, problems); // limits nesting
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "Libraries are too old: raise their versions where your build manages them.\n- " + String.join("\n- ", problems), null);
        }
    }

    private static void probe(String library, String needed, Supplier<Object> probe, List<String> problems) {
        try {
            probe.get();
        } catch (LinkageError e) {
            String name = library.substring(library.indexOf('/') + 1);
            String file = "META-INF/maven/" + library + "/pom.properties";
            Properties properties = Product.properties(Libraries.class.getClassLoader().getResourceAsStream(file));
            String version = properties.getProperty("version", "of an unknown version");
            problems.add(name + " is " + version + ", but must be " + needed + " or later");
        }
    }
}
