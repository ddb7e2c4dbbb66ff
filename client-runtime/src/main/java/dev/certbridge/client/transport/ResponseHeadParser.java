package dev.certbridge.client.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.ParseException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.apache.hc.core5.http.message.BasicLineParser;
import org.apache.hc.core5.http.message.StatusLine;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the head of a response. The parser of HttpClient discards status and headers if a later line is too long,
 * is not a header or does not arrive. This parser returns the status and headers, because they may contain the id
 * of an order.
 */
final class ResponseHeadParser implements HttpMessageParser<ClassicHttpResponse> {

    static final int LONGEST = 256 * 1024;

    static final int MOST_LINES = 1_000;

    private static final int MOST_EMPTY_LINES = 10;
    private static final String TOO_LONG =
            "the head of the response is longer than " + LONGEST + " bytes or " + MOST_LINES + " lines";

    private @Nullable SessionInputBuffer buffer;
    private boolean lineEnded = true;

    boolean holdsBytes() {
        return buffer != null && buffer.length() > 0;
    }

    @Override
    public @Nullable ClassicHttpResponse parse(SessionInputBuffer from, InputStream socket)
            throws IOException, HttpException {
        buffer = from;
        InputStream source = recording(socket);
        StatusLine status = statusLine(from, source);
        if (status == null) {
            return null;
        }
        // A version after 1.0 in a head with HTTP/1 syntax, such as HTTP/2, is treated as HTTP/1.1.
        boolean old = status.getProtocolVersion().lessEquals(HttpVersion.HTTP_1_0);
        BasicClassicHttpResponse response =
                new BasicClassicHttpResponse(status.getStatusCode(), status.getReasonPhrase());
        response.setVersion(old ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1);
        response.setHeaders(headers(status.getStatusCode(), from, source));
        return response;
    }

    private static @Nullable StatusLine statusLine(SessionInputBuffer from, InputStream source)
            throws IOException, HttpException {
        CharArrayBuffer line = new CharArrayBuffer(128);
        for (int i = 0; i < MOST_EMPTY_LINES; i++) {
            if (from.readLine(line, source) < 0) {
                return null;
            }
            if (!line.isEmpty()) {
                return BasicLineParser.INSTANCE.parseStatusLine(line);
            }
        }
        throw new ParseException("the response begins with empty lines");
    }

    private Header[] headers(int status, SessionInputBuffer from, InputStream source) throws IOException {
        List<CharArrayBuffer> lines = new ArrayList<>();
        int length = 0;
        try {
            while (true) {
                CharArrayBuffer line = new CharArrayBuffer(64);
                if (from.readLine(line, source) < 0) {
                    if (!lineEnded && !lines.isEmpty()) {
                        // The incomplete last line is dropped, because a part of an id could be the id of another
                        // order.
                        lines.remove(lines.size() - 1);
                    }
                    throw new IOException("the response ended before its headers were complete");
                }
                if (line.isEmpty()) {
                    return parsed(lines);
                }
                length += line.length();
                if (length > LONGEST || lines.size() == MOST_LINES) {
                    throw new IOException(TOO_LONG);
                }
                boolean continues = line.charAt(0) == ' ' || line.charAt(0) == '\t';
                if (continues && !lines.isEmpty()) {
                    lines.get(lines.size() - 1).append(line, 0, line.length());
                } else {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            if (status < 200) {
                throw e;
            }
            throw new TruncatedHeadException(
                    status, parsed(lines), e instanceof MessageConstraintException ? TOO_LONG : e.getMessage(), e);
        }
    }

    /** Parses the headers, and skips lines that are not headers. */
    private static Header[] parsed(List<CharArrayBuffer> lines) {
        List<Header> headers = new ArrayList<>(lines.size());
        for (CharArrayBuffer line : lines) {
            try {
                headers.add(BasicLineParser.INSTANCE.parseHeader(line));
            } catch (ParseException e) {
                continue;
            }
        }
        return headers.toArray(Header[]::new);
    }

    /** Wraps the stream of the socket, and records whether the last byte ended a line. */
    private InputStream recording(InputStream socket) {
        return new FilterInputStream(socket) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                if (read > 0) {
                    lineEnded = bytes[offset + read - 1] == '\n';
                }
                return read;
            }
        };
    }

    /**
     * A failure because a head is incomplete or too long. The exception contains the status and the complete headers.
     */
    static final class TruncatedHeadException extends IOException {

        private static final long serialVersionUID = 1L;

        final int status;
        final transient Header[] headers;

        TruncatedHeadException(int status, Header[] headers, @Nullable String why, Exception cause) {
            super(why, cause);
            this.status = status;
            this.headers = headers;
        }
    }
}
