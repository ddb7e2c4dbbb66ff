package dev.certbridge.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Makes small random changes to inputs of a corpus. Equal seeds give equal changes. */
final class InputMutator {

    private static final int MOST_CHANGES = 6;
    private static final int MOST_REPEATS = 2_000;
    private static final int LONGEST_INPUT = 200_000;

    /** Texts that often break parsers. */
    private static final List<byte[]> TOKENS = Stream.of(
                    ("0~-1~1e999~249.99~9223372036854775807~9223372036854775808~null~true~NaN~\"~\\~\\u0000~{~}~[~]~[[~{\"a\":~,~:~::~\n~\r\n~\t~\0~\u001b[31m~"
                                    + "\u202e~\u00fc~\ud83d\ude00~%00~%2F~%~../~=~#~--~*.~&a [*a,*a]~<<: *a~$ref: '#/'~http://127.0.0.1/~-----BEGIN ~-----END ~EUR:~999999999999999.99~-----")
                            .split("~"))
            .map(token -> token.getBytes(UTF_8))
            .toList();

    private final RandomGenerator random;
    private final List<byte[]> corpus;

    InputMutator(RandomGenerator random, List<byte[]> corpus) {
        this.random = random;
        this.corpus = corpus;
    }

    /** Returns an input of the corpus with one to six changes. */
    byte[] next() {
        byte[] input = any();
        for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length > LONGEST_INPUT ? Arrays.copyOf(input, LONGEST_INPUT) : input;
    }

    private byte[] any() {
        return corpus.get(random.nextInt(corpus.size()));
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = from + random.nextInt(Math.min(64, input.length - from) + 1);
        byte[] part = Arrays.copyOfRange(input, from, to);
        return switch (random.nextInt(9)) {
            case 0 -> flipped(input);
            case 1 -> spliced(input, from, from, new byte[] {(byte) random.nextInt(256)});
            case 2 -> spliced(input, from, to, new byte[0]);
            case 3 -> spliced(input, from, from, part);
            case 4 -> spliced(input, from, from, repeated(part));
            case 5 -> Arrays.copyOf(input, from);
            case 6 -> spliced(input, from, input.length, tail(any()));
            case 7 -> spliced(input, from, from, repeated(token()));
            default -> spliced(input, from, to, token());
        };
    }

    private byte[] token() {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    private byte[] flipped(byte[] input) {
        byte[] copy = input.clone();
        if (copy.length > 0) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return copy;
    }

    private byte[] tail(byte[] other) {
        return Arrays.copyOfRange(other, random.nextInt(other.length + 1), other.length);
    }

    private byte[] repeated(byte[] part) {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int times = 1 + random.nextInt(1 + random.nextInt(MOST_REPEATS)); times > 0; times--) {
            many.writeBytes(part);
        }
        return many.toByteArray();
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(input, 0, from);
        all.writeBytes(middle);
        all.write(input, to, input.length - to);
        return all.toByteArray();
    }
}
