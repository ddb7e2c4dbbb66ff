package dev.certbridge.client.transport;

import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * A queue for the entries of a long list. The last thousand entries are stored as objects. All other entries are stored
 * as compressed JSON, which needs about a tenth of the memory. Memory is released when entries are taken out.
 */
public final class PackedEntries<T> implements Iterator<T> {

    private static final int BLOCK = 1_000;

    private final ObjectReader reader;
    private final Deque<byte[]> packed = new ArrayDeque<>();
    private List<T> last = new ArrayList<>();
    private Iterator<T> next = List.<T>of().iterator();

    /** Creates an empty queue for entries of a generated model. */
    public PackedEntries(Class<T> type) {
        this.reader = Json.MAPPER.readerForListOf(type);
    }

    /** Adds an entry at the end of the queue. */
    public void add(T entry) {
        last.add(entry);
        if (last.size() == BLOCK) {
            packed.add(pack(last));
            last = new ArrayList<>(BLOCK);
        }
    }

    @Override
    public boolean hasNext() {
        if (!next.hasNext() && !packed.isEmpty()) {
            next = unpack(packed.remove()).iterator();
        } else if (!next.hasNext() && !last.isEmpty()) {
            next = last.iterator();
            last = List.of();
        }
        return next.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return next.next();
    }

    private static byte[] pack(List<?> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            Json.MAPPER.writeValue(out, entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    private List<T> unpack(byte[] block) {
        try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(block))) {
            return reader.readValue(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
