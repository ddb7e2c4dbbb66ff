package dev.certbridge.reseller.http;

import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.impl.io.SocketHolder;

/** A connection that logs neither headers nor bytes: HttpClient's own would print the key for whoever logs at debug. */
final class QuietConnection extends DefaultManagedHttpClientConnection {

    QuietConnection() {
        super("certbridge");
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket));
    }

    @Override
    public void bind(SSLSocket sslSocket, Socket socket) throws IOException {
        bind(new SocketHolder(sslSocket, socket));
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {
        // Not logged.
    }

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {
        // Not logged: a server may send the key back.
    }
}
