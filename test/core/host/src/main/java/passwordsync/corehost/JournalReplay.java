package passwordsync.corehost;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads what a journal's lines have made, in the order in which the objects were created. */
final class JournalReplay {
    private JournalReplay() {
    }

    static Map<String, Map<String, Repository.Stored>> of(Path file) throws IOException {
        Map<String, Map<String, Repository.Stored>> types = new LinkedHashMap<>();
        if (!Files.exists(file)) {
            return types;
        }
        cutUnfinishedLine(file);
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    replay(Json.parseObject(line), types);
                } catch (JsonProcessingException e) {
                    throw new IOException("line " + number + " is broken, and not the last");
                }
                number++;
            }
        }
        return types;
    }

    /** The process was killed while it wrote this line, so nobody was told that the change was made. */
    private static void cutUnfinishedLine(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long end = bytes.length();
            while (end > 0) {
                bytes.seek(end - 1);
                if (bytes.read() == '\n') {
                    break;
                }
                end--;
            }
            bytes.setLength(end);
        }
    }

    private static void replay(Map<String, Object> line, Map<String, Map<String, Repository.Stored>> types) {
        Map<String, Repository.Stored> objects =
                types.computeIfAbsent((String) line.get("type"), unused -> new LinkedHashMap<>());
        String id = (String) line.get("id");
        if (line.get("content") == null) {
            objects.remove(id);
            return;
        }
        @SuppressWarnings("unchecked")
        Map<String, Object> content = (Map<String, Object>) line.get("content");
        objects.put(id, new Repository.Stored(id, (String) line.get("revision"), content));
    }
}
