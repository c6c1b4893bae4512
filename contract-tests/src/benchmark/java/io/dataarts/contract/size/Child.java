package io.dataarts.contract.size;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A forked JVM. It reads commands from its standard input, line by line, and ends when its owner closes it. */
final class Child implements AutoCloseable {

    private final String what;
    private final Process process;
    private final PrintStream commands;
    private final BufferedReader answers;

    private Child(String what, Process process) {
        this.what = what;
        this.process = process;
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Child start(Path javaHome, List<String> options, String classPath, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
        command.addAll(options);
        command.addAll(List.of("-classpath", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new Child(
                main.getSimpleName() + " " + String.join(" ", arguments),
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    String ask(String command) throws IOException {
        commands.println(command);
        return read();
    }

    String read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(what + " ended before it answered");
        }
        return line;
    }

    /** Returns all lines that the JVM prints until it ends. */
    List<String> readAll() {
        return answers.lines().toList();
    }

    @Override
    public void close() throws IOException {
        commands.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
