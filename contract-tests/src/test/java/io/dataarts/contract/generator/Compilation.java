package io.dataarts.contract.generator;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources in memory, with the options of the build. */
public final class Compilation {

    private final List<String> errors;
    private final Map<String, byte[]> classes;

    private Compilation(List<String> errors, Map<String, byte[]> classes) {
        this.errors = errors;
        this.classes = classes;
    }

    /**
     * Compiles the sources.
     *
     * @param sources texts by paths, such as {@code io/dataarts/generated/api/QualityApi.java}
     * @param libraries a type of each library on the class path
     */
    public static Compilation of(Map<String, String> sources, Class<?>... libraries) {
        return of(17, sources, libraries);
    }

    /** Compiles the sources for another release of Java. */
    public static Compilation of(int release, Map<String, String> sources, Class<?>... libraries) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        String classPath = Arrays.stream(libraries).map(Compilation::locate).distinct().collect(Collectors.joining(File.pathSeparator));
        List<Source> units = sources.entrySet().stream().map(file -> new Source(file.getKey(), file.getValue())).toList();
        try (StandardJavaFileManager standard = compiler.getStandardFileManager(diagnostics, Locale.ROOT, null);
                Memory memory = new Memory(standard)) {
            List<String> options = List.of("--release", Integer.toString(release), "-parameters", "-proc:none", "-classpath", classPath);
            compiler.getTask(null, memory, diagnostics, options, null, units).call();
            return new Compilation(
                    diagnostics.getDiagnostics().stream()
                            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
                            .map(Compilation::describe)
                            .toList(),
                    memory.classes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the compiler's errors, each as {@code QualityApi.java:12: cannot find symbol ...}; empty if there are none. */
    public List<String> errors() {
        return errors;
    }

    /**
     * Loads the classes. A compiled class wins over a class with the same name on the tests' class path. All other classes come
     * from that class path.
     *
     * @throws AssertionError if there are compile errors
     */
    public ClassLoader load() {
        if (!errors.isEmpty()) {
            throw new AssertionError("what was generated does not compile:\n" + String.join("\n", errors));
        }
        return new Loader(classes);
    }

    private static String locate(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(type.getName(), e);
        }
    }

    private static String describe(Diagnostic<? extends JavaFileObject> diagnostic) {
        String text = diagnostic.getMessage(Locale.ROOT).replaceAll("\\s+", " ");
        if (diagnostic.getSource() == null) {
            return text;
        }
        String path = diagnostic.getSource().getName();
        return path.substring(path.lastIndexOf('/') + 1) + ":" + diagnostic.getLineNumber() + ": " + text;
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String path, String text) {
            super(URI.create("memory:///" + path), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Target extends SimpleJavaFileObject {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Target(String className) {
            super(URI.create("memory:///" + className.replace('.', '/') + Kind.CLASS.extension), Kind.CLASS);
        }

        @Override
        public OutputStream openOutputStream() {
            return bytes;
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {

        private final Map<String, Target> targets = new HashMap<>();

        Memory(JavaFileManager standard) {
            super(standard);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return targets.computeIfAbsent(className, Target::new);
        }

        Map<String, byte[]> classes() {
            return targets.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, target -> target.getValue().bytes.toByteArray()));
        }
    }

    private static final class Loader extends ClassLoader {

        private final Map<String, byte[]> classes;

        Loader(Map<String, byte[]> classes) {
            super(Compilation.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                byte[] bytes = classes.get(name);
                if (bytes == null) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? defineClass(name, bytes, 0, bytes.length) : loaded;
            }
        }
    }
}
