package dev.certbridge.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/** A DNS server over TCP that answers one request per connection as a test says. */
final class ScriptedDnsServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Function<Message, Optional<Message>> script;

    /** Starts a server. It does not answer a request for which the script returns nothing. */
    ScriptedDnsServer(Function<Message, Optional<Message>> script) throws IOException {
        this.script = script;
        Thread thread = new Thread(this::serve);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Returns an answer without records and signature. */
    static Message answer(Message request, int result) {
        Message answer = new Message(request.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setOpcode(request.getHeader().getOpcode());
        answer.getHeader().setRcode(result);
        if (request.getQuestion() != null) {
            answer.addRecord(request.getQuestion(), 0);
        }
        return answer;
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                if (answer(connection)) {
                    connection.close();
                }
            } catch (IOException e) {
                continue; // the test ended, or the client did
            }
        }
    }

    private boolean answer(Socket connection) throws IOException {
        DataInputStream in = new DataInputStream(connection.getInputStream());
        byte[] request = new byte[in.readUnsignedShort()];
        in.readFully(request);
        Optional<Message> answer = script.apply(new Message(request));
        if (answer.isPresent()) {
            byte[] bytes = answer.get().toWire();
            DataOutputStream out = new DataOutputStream(connection.getOutputStream());
            out.writeShort(bytes.length);
            out.write(bytes);
        }
        return answer.isPresent();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
