package passwordsync.corehost;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The project directory: where its files are, and reading and replacing the JSON files of conf/. */
final class Project {
    private final Path root;

    Project(Path root) {
        this.root = root;
        if (!Files.isDirectory(conf())) {
            throw new ProjectException(root + ": no IDM project, for it has no folder conf/");
        }
    }

    Path root() {
        return root;
    }

    Path conf() {
        return root.resolve("conf");
    }

    Path bootProperties() {
        return conf().resolve("boot/boot.properties");
    }

    /** The ids of all files in conf/, sorted, so that errors and routes come in the same order everywhere. */
    List<ConfigId> configurations() {
        try (Stream<Path> files = Files.list(conf())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> ConfigId.ofFileName(file.getFileName().toString()))
                    .flatMap(Optional::stream)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ProjectException(conf() + ": cannot be listed: " + e.getMessage());
        }
    }

    /** The file as it stands now, or empty when there is none. */
    Optional<Map<String, Object>> read(ConfigId id) {
        String name = "conf/" + id.fileName();
        try {
            return Optional.of(Json.parseObject(Files.readString(conf().resolve(id.fileName()))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedInputException e) {
            throw new ProjectException(name + ": not UTF-8");
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
            throw new ProjectException(name + ": not a JSON object: "
                    + ProjectException.reason(new IOException(e.getOriginalMessage())) + place);
        } catch (IOException e) {
            throw new ProjectException(name + ": cannot be read: " + e.getMessage());
        }
    }

    /** Replaces the file in one step: a script that reads it meanwhile sees the old text or the new, never half. */
    void write(ConfigId id, Map<String, Object> content) throws IOException {
        Path file = conf().resolve(id.fileName());
        Path fresh = Files.createTempFile(conf(), ".", ".new");
        Files.writeString(fresh, Json.prettyText(content) + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(ConfigId id) throws IOException {
        Files.deleteIfExists(conf().resolve(id.fileName()));
    }
}
