package io.dataarts.rerun.internal;

import feign.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A body as far as it came: its stream ends with the failure that ended the reading, if there was one. */
record ReceivedBody(byte[] bytes, @Nullable IOException failure) implements Response.Body {

    @Override
    public InputStream asInputStream() {
        InputStream received = new ByteArrayInputStream(bytes);
        return failure == null ? received : new SequenceInputStream(received, new FailingStream(failure));
    }

    @Override
    public Reader asReader(Charset charset) {
        return new InputStreamReader(asInputStream(), charset);
    }

    @Override
    @Deprecated
    public Reader asReader() {
        return asReader(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Integer length() {
        return failure == null ? bytes.length : null;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public void close() {}

    private static final class FailingStream extends InputStream {
        private final IOException failure;

        FailingStream(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }
    }
}
