# Starts certbridge from the jars in the folder $jars. The scripts named certbridge read this file.

# cron and many containers use the locale C, in which Java cannot decode names that are not ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
    C | POSIX)
        LC_ALL=C.UTF-8
        export LC_ALL
        ;;
esac

# The most optimizing compiler costs more time than it saves, even in a conformance run.
quick=-XX:TieredStopAtLevel=1
live=$jars/certbridge.jar
stubs=$jars/certbridge-stub.jar

# Live commands run without the stubs on the class path, and without a class archive. A colon in the name of the folder
# would end the path of the first jar.
only_live() {
    [ -f "$stubs" ] || return 0
    case $jars in *:*) return 0 ;; esac
    for argument; do
        case $argument in --live* | --ote*) return 0 ;; esac
    done
    return 1
}

# Runs a command that is not live.
run() {
    option=$1
    shift
    java "$quick" "$option" -cp "$live:$stubs" dev.certbridge.cli.Main "$@"
}

# Prints the path of the archive of loaded classes for these jars and this JVM. Creates the archive if it is missing and
# the folder can be written to. An empty archive means that this JVM creates none.
class_archive() {
    program=$(readlink -f "$(command -v java)")
    sum=$({
        echo "$program"
        cat "${program%/bin/java}/release" || :
        LC_ALL=C TZ=UTC0 ls -ln "$live" "$stubs"
    } | cksum)
    archive=$jars/certbridge-${sum%% *}.jsa
    if [ ! -f "$archive" ]; then
        # Another process may start at the same time, and a JVM crashes if its archive is cut off. Therefore the archive
        # gets its name when it is complete and a JVM has run with it.
        new=$(mktemp "$jars/archive.XXXXXX") || return 0
        trap 'rm -f "$new"; exit 1' HUP INT TERM
        { run "-XX:ArchiveClassesAtExit=$new" products && run "-XX:SharedArchiveFile=$new" --version; } >&2 || rm -f "$new"
        [ -f "$new" ] || : >"$new"
        rm -f "$jars"/certbridge-*.jsa
        mv -f "$new" "$archive"
    fi
    [ ! -s "$archive" ] || echo "$archive"
}

if only_live "$@"; then
    exec java "$quick" -jar "$live" "$@"
fi
archive=$(class_archive 2>/dev/null </dev/null) || archive=
# The JVM ignores an archive that does not fit. -Xlog:disable keeps the JVM from printing a warning about it.
exec java "$quick" ${archive:+"-XX:SharedArchiveFile=$archive"} -Xlog:disable --enable-native-access=ALL-UNNAMED \
    -cp "$live:$stubs" dev.certbridge.cli.Main "$@"
