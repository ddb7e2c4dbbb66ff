package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium with one tab, controlled through its DevTools protocol. It resolves no host names. */
public final class Chromium {

    private static final int SECONDS = 60;

    /** The texts whose contrast with the nearest background is below 4.5, the limit of WCAG 2.2 AA. */
    private static final String LOW_CONTRAST = """
            [...document.querySelectorAll('body *')].filter(one => one.checkVisibility()
              && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())).map(one => {
                const light = text => {
                  const [r, g, b] = text.match(/[0-9.]+/g).map(Number).map(v => v / 255)
                    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                let back = one;
                while (/, 0\\)$/.test(getComputedStyle(back).backgroundColor)) back = back.parentElement;
                const pair = [light(getComputedStyle(one).color), light(getComputedStyle(back).backgroundColor)];
                const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
                return ratio < 4.5 ? one.textContent + ' ' + ratio : '';
              }).filter(text => text)
            """;

    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private String session = "";

    private Chromium(Process process) throws IOException {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address(process)), new Messages())
                .join();
    }

    /** Returns the program, or empty if it is not on the {@code PATH}. */
    public static Optional<Path> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the program with an empty profile in a folder. The program has no sandbox, because root may run tests. */
    public static Chromium start(Path program, Path folder) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--remote-debugging-address=127.0.0.1",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        Chromium chromium = new Chromium(process);
        String target = chromium.send("Target.createTarget", Reply.object().put("url", "about:blank"))
                .path("targetId")
                .asText();
        chromium.session = chromium.send(
                        "Target.attachToTarget",
                        Reply.object().put("targetId", target).put("flatten", true))
                .path("sessionId")
                .asText();
        return chromium;
    }

    private static String address(Process process) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder read = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(LISTENING)) {
                // Further lines are read, because a full pipe stops the program.
                Thread rest = new Thread(() -> lines.lines().forEach(unused -> {}), "chromium-output");
                rest.setDaemon(true);
                rest.start();
                return line.substring(LISTENING.length());
            }
            read.append(line).append('\n');
        }
        throw new IOException("Chromium ended: " + read);
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                JsonNode message = StubContract.tree(text.toString().getBytes(StandardCharsets.UTF_8));
                text.setLength(0);
                CompletableFuture<JsonNode> waiting =
                        pending.remove(message.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(message);
                }
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }
    }

    /** Sends a command, and returns its result. */
    public JsonNode send(String method, ObjectNode parameters) {
        ObjectNode message = Reply.object().put("id", lastId.incrementAndGet()).put("method", method);
        message.set("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(message.path("id").asInt(), answer);
        socket.sendText(message.toString(), true).join();
        JsonNode json = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (json.has("error") || json.at("/result").has("exceptionDetails")) {
            throw new AssertionError(method + " failed: " + json);
        }
        return json.path("result");
    }

    /** Opens an address. */
    public void open(URI address) {
        send("Page.enable", Reply.object());
        send("Page.navigate", Reply.object().put("url", address.toString()));
        until("document.readyState === 'complete' && location.href === '" + address + "'");
    }

    /** Returns the value of a JavaScript expression, or of its promise. */
    public JsonNode evaluate(String expression) {
        return send(
                        "Runtime.evaluate",
                        Reply.object()
                                .put("expression", expression)
                                .put("awaitPromise", true)
                                .put("returnByValue", true))
                .at("/result/value");
    }

    /** Waits until a JavaScript condition is true. */
    public void until(String condition) {
        JsonNode met = evaluate("new Promise(done => { const end = Date.now() + " + SECONDS * 500
                + "; (function check() { if (" + condition + ") done(true);"
                + " else if (Date.now() > end) done(false); else setTimeout(check, 20); })(); })");
        if (!met.asBoolean()) {
            throw new AssertionError("the page did not reach " + condition + "; it shows "
                    + evaluate("document.body.innerText").asText());
        }
    }

    /** Presses and releases a key, such as {@code Tab} or {@code Enter}. */
    public void press(String key) {
        ObjectNode event = Reply.object()
                .put("key", key)
                .put("code", key)
                .put("windowsVirtualKeyCode", Map.of("Tab", 9, "Enter", 13).get(key));
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        send("Input.dispatchKeyEvent", event.deepCopy().put("type", "keyDown"));
        send("Input.dispatchKeyEvent", event.put("type", "keyUp").without("text"));
    }

    /** Sets the width of the window in pixels, and the preferred colours: {@code light} or {@code dark}. */
    public void show(int width, String colours) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Reply.object()
                        .put("width", width)
                        .put("height", 900)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        ObjectNode media = Reply.object();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", colours);
        send("Emulation.setEmulatedMedia", media);
    }

    /** Returns the visible texts whose contrast with their background is below the limit of WCAG 2.2 AA. */
    public JsonNode textsWithLowContrast() {
        return evaluate(LOW_CONTRAST);
    }

    /** Writes a picture of the whole page to the folder in the property {@code page.screenshots}, if it is set. */
    public void screenshot(String name) throws IOException {
        String folder = System.getProperty("page.screenshots", "");
        if (!folder.isEmpty()) {
            String picture = send("Page.captureScreenshot", Reply.object().put("captureBeyondViewport", true))
                    .path("data")
                    .asText();
            Files.write(Path.of(folder, name), Base64.getDecoder().decode(picture));
        }
    }

    /** Ends the program, and waits for its processes, which write to its folder until they end. */
    public void stop() throws InterruptedException {
        List<ProcessHandle> helpers = process.descendants().toList();
        try {
            session = "";
            send("Browser.close", Reply.object());
        } finally {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            for (ProcessHandle helper : helpers) {
                helper.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join();
            }
        }
    }
}
