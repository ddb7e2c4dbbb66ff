package dev.certbridge.dns;

import dev.certbridge.reseller.failure.NotFoundException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.failure.Refusal;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.failure.UnauthorizedException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.TextParseException;

/** A DNS server and the key that signs requests to it. */
final class DnsServer {

    static final String PROVIDER = "dns-update";

    private final String host;
    private final int port;
    private final Optional<TSIG> key;
    private final Duration timeout;

    DnsServer(String host, int port, Optional<TSIG> key, Duration timeout) {
        this.host = host;
        this.port = port;
        this.key = key;
        this.timeout = timeout;
    }

    /**
     * Returns a TSIG key. Throws IllegalArgumentException if the name, the algorithm or the secret is not valid. The
     * message of the exception does not contain the secret.
     */
    static TSIG key(String name, String algorithm, String secret) {
        try {
            return new TSIG(
                    TSIG.algorithmToName(algorithm),
                    Name.fromString(name, Name.root),
                    Base64.getDecoder().decode(secret));
        } catch (TextParseException e) {
            throw new IllegalArgumentException("the name of the TSIG key \"" + name + "\" is not valid");
        } catch (IllegalArgumentException e) {
            // The cause is omitted, because its message may contain the secret.
            throw new IllegalArgumentException("the TSIG key \"" + name + "\" is not valid. Give an algorithm such as"
                    + " hmac-sha256, and the secret in base64");
        }
    }

    /**
     * Sends a request and returns the answer. Throws ProviderFaultException if no answer arrived. Throws
     * ProviderFaultException if the request was signed, the answer reports success, and the answer is not signed.
     * Throws UnauthorizedException if the server does not accept the key.
     */
    Message send(OperationRef operation, Message request) {
        Message answer;
        try {
            answer = answer(request);
        } catch (IOException e) {
            throw new ProviderFaultException(operation, 0, this + " did not answer: " + reason(e), e);
        }
        TSIGRecord signature = answer.getTSIG();
        if (signature != null && signature.getError() != Rcode.NOERROR) {
            throw new UnauthorizedException(
                    operation,
                    Refusal.local(this + " does not accept the key (" + Rcode.TSIGstring(signature.getError())
                            + "). Compare the name, algorithm and secret of the key, and the clocks of both hosts."
                            + " Check that the key may update the zone"));
        }
        if (key.isPresent() && answer.getRcode() == Rcode.NOERROR && !answer.isVerified()) {
            throw new ProviderFaultException(operation, 0, "the answer of " + this + " is not signed by its key", null);
        }
        return answer;
    }

    /** Sends a request over a new connection, because a server may close a used connection at any time. */
    private Message answer(Message request) throws IOException {
        Message signed = request.clone();
        key.ifPresent(one -> one.apply(signed, null));
        int millis = (int) timeout.toMillis();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), millis);
            socket.setSoTimeout(millis);
            byte[] sent = signed.toWire();
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(Short.BYTES + sent.length)
                            .putShort((short) sent.length)
                            .put(sent)
                            .array());
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] received = new byte[in.readUnsignedShort()];
            in.readFully(received);
            Message answer = new Message(received);
            if (answer.getHeader().getID() != signed.getHeader().getID()) {
                throw new IOException("the answer belongs to another request");
            }
            // The result is in isVerified and in the error of the signature.
            key.ifPresent(one -> one.verify(answer, received, signed.getTSIG()));
            return answer;
        }
    }

    /** Returns the exception for an answer that reports an error. */
    ResellerException failure(OperationRef operation, int result, String request) {
        String message = this + " answered " + Rcode.string(result) + " to " + request;
        return switch (result) {
            case Rcode.SERVFAIL -> new ProviderFaultException(operation, 0, message, null);
            case Rcode.NOTZONE, Rcode.NXDOMAIN ->
                new NotFoundException(operation, Refusal.local(message + ". Give the zone of this name"));
            default ->
                new UnauthorizedException(
                        operation,
                        Refusal.local(message + ". Allow the key to update the zone, and name the primary server"));
        };
    }

    private static String reason(IOException failure) {
        String message = failure.getMessage();
        return (message == null ? failure.getClass().getSimpleName() : message).replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
