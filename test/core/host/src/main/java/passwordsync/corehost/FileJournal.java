package passwordsync.corehost;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a file, one line of JSON for each change. When a call of the repository returns, its line is with the
 * operating system, which keeps it when the process is killed. Nothing is forced to the disk: a machine that loses its
 * power may lose the newest lines.
 */
final class FileJournal implements Journal {
    private static final Logger LOGGER = LoggerFactory.getLogger(FileJournal.class);

    /** No FileChannel: a script that interrupts one of its threads would close that for all. */
    private final OutputStream out;

    private FileJournal(OutputStream out) {
        this.out = out;
    }

    /** Starts the journal anew with one line for each object. Until the new file is complete, the old one counts. */
    static FileJournal compacted(Path file, Map<String, Map<String, Repository.Stored>> types) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        OutputStream out = new FileOutputStream(fresh.toFile());
        OutputStream buffered = new BufferedOutputStream(out);
        for (Map.Entry<String, Map<String, Repository.Stored>> type : types.entrySet()) {
            for (Repository.Stored stored : type.getValue().values()) {
                buffered.write(line(type.getKey(), stored));
            }
        }
        buffered.flush();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new FileJournal(out);
    }

    @Override
    public void put(String type, Repository.Stored stored) {
        append(line(type, stored));
    }

    @Override
    public void remove(String type, String id) {
        append(line(object(type, id)));
    }

    /** Whoever called has its line in the file, or no answer: after half a line nothing more may be written. */
    private synchronized void append(byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            LOGGER.error("the journal cannot be written: {}", e.getMessage());
            Runtime.getRuntime().halt(1);
        }
    }

    private static byte[] line(String type, Repository.Stored stored) {
        Map<String, Object> line = object(type, stored.id());
        line.put("revision", stored.revision());
        line.put("content", stored.content());
        return line(line);
    }

    private static Map<String, Object> object(String type, String id) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", type);
        object.put("id", id);
        return object;
    }

    private static byte[] line(Map<String, Object> line) {
        return (Json.asciiText(line) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
