package io.dataarts.rerun;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Answers requests over real sockets as it is told, one after the other, then each with 204. */
final class DeliveryServer implements AutoCloseable {

    static final String ACCEPTED = "HTTP/1.1 204 No Content\r\n\r\n";
    /** Closes the connection instead of answering. */
    static final String DROP = "";
    /** Answers with 204 once {@link #release} was called. */
    static final String HOLD = "hold";

    private final ServerSocket listener;
    private final Queue<String> answers;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final CountDownLatch released = new CountDownLatch(1);

    DeliveryServer(String... answers) {
        this.answers = new ConcurrentLinkedQueue<>(List.of(answers));
        try {
            listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** An answer without a body. */
    static String status(int status, String... headers) {
        StringBuilder answer = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Length: 0\r\n");
        for (String header : headers) {
            answer.append(header).append("\r\n");
        }
        return answer.append("\r\n").toString();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    int port() {
        return listener.getLocalPort();
    }

    /** The heads of the requests that arrived whole. */
    List<String> requests() {
        return requests;
    }

    void awaitRequests(int number) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (requests.size() < number) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("only " + requests.size() + " requests arrived");
            }
            Thread.onSpinWait();
        }
    }

    void release() {
        released.countDown();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                StringBuilder head = new StringBuilder();
                int length = 0;
                for (; !line.isEmpty(); line = in.readLine()) {
                    head.append(line).append('\n');
                    if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(line.substring(15).strip());
                    }
                }
                for (int i = 0; i < length; i++) {
                    head.append((char) in.read());
                }
                requests.add(head.toString());
                String answer = answers.poll();
                if (DROP.equals(answer)) {
                    return;
                }
                if (HOLD.equals(answer)) {
                    released.await();
                    answer = ACCEPTED;
                }
                socket.getOutputStream().write((answer == null ? ACCEPTED : answer).getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException | InterruptedException | NullPointerException e) {
            // The client went away.
        } finally {
            open.remove(socket);
        }
    }

    private void start(Runnable task) {
        Thread thread = new Thread(task, "delivery-server");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    @Override
    public void close() {
        release();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
