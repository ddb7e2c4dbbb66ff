package dev.certbridge.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.csr.KeyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands in {@code docs/command-line.md}, one after the other, in one folder. */
class CommandLineGuideTest {

    private static final Path GUIDE = Path.of("..", "docs", "command-line.md");

    @TempDir
    private Path folder;

    @Test
    void every_block_runs_and_writes_what_it_says() throws Exception {
        List<String> blocks = GuideTest.results("(?s)```sh\n(.*?)```", Files.readString(GUIDE))
                .toList();
        assertThat(blocks).hasSize(7);
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.writeString(
                bin.resolve("certbridge"),
                "#!/bin/sh\nexec '%s/bin/java' -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                        .formatted(
                                System.getProperty("java.home"),
                                System.getProperty("java.class.path"),
                                Main.class.getName()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (String block : blocks) {
            run(bin, block);
        }

        WrittenFiles.at(folder.resolve("out"), "regfish", "www.example.com").requireChain();
        WrittenFiles.at(folder.resolve("out"), "realtime", "www.example.org").requireKey();
        WrittenFiles rsa = WrittenFiles.at(folder.resolve("out"), "realtime", "www.example.net");
        assertThat(KeyType.find(rsa.leaf().getPublicKey())).contains(KeyType.RSA_3072);
        assertThat(Files.readString(folder.resolve("fullchain.pem"))).startsWith("-----BEGIN CERTIFICATE-----");
        DocumentSchemas.require(Files.readString(folder.resolve("quote.json")), "quote", "--json");
    }

    private void run(Path bin, String block) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", block)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(block + Files.readString(log, UTF_8)).isZero();
    }
}
