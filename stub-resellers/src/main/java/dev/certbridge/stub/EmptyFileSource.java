package dev.certbridge.stub;

import com.github.tomakehurst.wiremock.common.BinaryFile;
import com.github.tomakehurst.wiremock.common.FileSource;
import com.github.tomakehurst.wiremock.common.TextFile;
import java.net.URI;
import java.util.List;

/**
 * No files, mappings of WireMock's among them, and none can be written. Without it WireMock reads and writes {@code src/test/resources} of
 * whatever folder the program was started in.
 */
final class EmptyFileSource implements FileSource {

    @Override
    public BinaryFile getBinaryFileNamed(String name) {
        throw none();
    }

    @Override
    public TextFile getTextFileNamed(String name) {
        throw none();
    }

    @Override
    public void createIfNecessary() {
        throw none();
    }

    @Override
    public FileSource child(String name) {
        return this;
    }

    @Override
    public String getPath() {
        return "";
    }

    @Override
    public URI getUri() {
        throw none();
    }

    @Override
    public List<TextFile> listFilesRecursively() {
        return List.of();
    }

    @Override
    public void writeTextFile(String name, String text) {
        throw none();
    }

    @Override
    public void writeBinaryFile(String name, byte[] content) {
        throw none();
    }

    @Override
    public boolean exists() {
        return false;
    }

    @Override
    public void deleteFile(String name) {
        throw none();
    }

    private static UnsupportedOperationException none() {
        return new UnsupportedOperationException("a stub has no files");
    }
}
