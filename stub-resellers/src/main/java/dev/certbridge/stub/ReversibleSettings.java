package dev.certbridge.stub;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a stub, and the changes since its start. Each change can be reverted. Thread-safe.
 *
 * @param <S> the class of the settings, whose fields are volatile and have immutable values
 */
public final class ReversibleSettings<S> {

    private static final String UNNAMED = "set in code";

    private final S current;
    private final Supplier<S> initial;
    private final List<Change<S>> changes = new ArrayList<>();
    private @Nullable Change<S> open;
    private long last;

    /** A change that has not been reverted. The page of the stub shows the number and the name of the change. */
    record Change<S>(long number, String name, List<Consumer<S>> steps) {}

    /**
     * Creates the settings.
     *
     * @param current the settings object that the stub reads
     * @param initial a function that returns a new object with the initial values
     */
    public ReversibleSettings(S current, Supplier<S> initial) {
        this.current = current;
        this.initial = initial;
    }

    /** Changes the settings. */
    public synchronized void change(Consumer<S> step) {
        step.accept(current);
        if (open != null) {
            open.steps().add(step);
        } else {
            add(UNNAMED, List.of(step));
        }
    }

    /**
     * Runs an action, and stores its changes as one change with this name. The new change replaces an earlier change
     * with the same name.
     */
    synchronized void change(String name, Runnable action) {
        Change<S> named = new Change<>(0, name, new ArrayList<>());
        open = named;
        try {
            action.run();
        } finally {
            open = null;
        }
        if (!named.steps().isEmpty()) {
            changes.removeIf(change -> change.name().equals(name));
            add(name, List.copyOf(named.steps()));
        }
    }

    private void add(String name, List<Consumer<S>> steps) {
        last++;
        changes.add(new Change<>(last, name, steps));
    }

    /** Returns the changes that have not been reverted, oldest first. */
    synchronized List<Change<S>> changes() {
        return List.copyOf(changes);
    }

    /**
     * Reverts a change. Returns false if no change has this number. Reverting a change keeps later changes of the same
     * setting.
     */
    synchronized boolean revert(long number) {
        if (!changes.removeIf(change -> change.number() == number)) {
            return false;
        }
        S values = initial.get();
        changes.forEach(change -> change.steps().forEach(step -> step.accept(values)));
        copy(values, current);
        return true;
    }

    private static void copy(Object from, Object to) {
        try {
            for (Field field : from.getClass().getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    field.set(to, field.get(from));
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a setting cannot be changed; is its field final?", e);
        }
    }
}
