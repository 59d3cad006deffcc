package passwordsync.corehost;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.BadRequestException;

/** JSON text, and copies of JSON values that share nothing with their source. */
final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectMapper PRETTY = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final ObjectMapper ASCII =
            new ObjectMapper().configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true);

    private Json() {
    }

    static Map<String, Object> parseObject(String text) throws JsonProcessingException {
        @SuppressWarnings("unchecked")
        Map<String, Object> parsed = MAPPER.readValue(text, LinkedHashMap.class);
        return parsed;
    }

    static String text(Object value) {
        return write(MAPPER, value);
    }

    static String prettyText(Object value) {
        return write(PRETTY, value);
    }

    /** Half a surrogate pair, which no encoding takes, survives only as an escape. */
    static String asciiText(Object value) {
        return write(ASCII, value);
    }

    private static String write(ObjectMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** A deep copy of an object; every other value is refused, as the server's repositories refuse it. */
    static Map<String, Object> copyObject(Object value) throws BadRequestException {
        Object copy = copy(value);
        if (copy instanceof Map) {
            @SuppressWarnings("unchecked")
            Map<String, Object> object = (Map<String, Object>) copy;
            return object;
        }
        throw new BadRequestException("The content is not a JSON object");
    }

    /**
     * A deep copy in plain maps, lists and scalars. The managed-object code edits the very objects it is handed, and
     * scripts hand over live wrappers and ropes: sharing one of them with the repository would change a stored object
     * without a revision.
     */
    static Object copy(Object value) throws BadRequestException {
        if (value instanceof JsonValue wrapped) {
            return copy(wrapped.getObject());
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                copy.put(String.valueOf(entry.getKey()), copy(entry.getValue()));
            }
            return copy;
        }
        if (value instanceof Iterable<?> items) {
            List<Object> copy = new ArrayList<>();
            for (Object item : items) {
                copy.add(copy(item));
            }
            return copy;
        }
        if (value instanceof CharSequence characters) {
            return characters.toString();
        }
        if (value == null || value instanceof Boolean || value instanceof Number) {
            return value;
        }
        throw new BadRequestException("A " + value.getClass().getName() + " is no JSON value");
    }
}
