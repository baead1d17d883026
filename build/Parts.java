import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * What the programs are made of, as their bills of materials (target/bom.xml) say: are the licences
 * ones that we may ship, is THIRD-PARTY.md current, and is a vulnerability of any part known.
 *
 * <p>Run from the folder of the repository: {@code java build/Parts.java check|write|vulnerabilities
 * [URL]}.
 */
public final class Parts {
    private static final List<String> PROGRAMS = List.of("origin", "edge", "rtmfp-cli");
    private static final Path NOTICES = Path.of("THIRD-PARTY.md");

    /** Of several licences that a part is offered under, one of these has to be one. */
    private static final Set<String> ALLOWED =
            Set.of(
                    "Apache-2.0",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "CC0-1.0",
                    "EPL-1.0",
                    "EPL-2.0",
                    "MIT",
                    "MPL-2.0",
                    "EDL 1.0",
                    "Eclipse Distribution License - v 1.0");

    private record Part(
            String name, String version, String purl, Set<String> licences, String site, Set<String> in) {}

    private Parts() {}

    /** Ends with 1 when something is wrong. */
    public static void main(String[] arguments) throws Exception {
        List<Part> parts = read();
        String command = arguments.length == 0 ? "check" : arguments[0];
        switch (command) {
            case "check" -> check(parts);
            case "write" -> Files.writeString(NOTICES, notices(parts));
            case "vulnerabilities" ->
                    ask(parts, arguments.length > 1 ? arguments[1] : "https://api.osv.dev/v1/query");
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static List<Part> read() throws Exception {
        Map<String, Part> parts = new TreeMap<>();
        for (String program : PROGRAMS) {
            Path bill = Path.of(program, "target", "bom.xml");
            if (Files.notExists(bill)) {
                fail("there is no " + bill + ": build first (mvn package)");
            }
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            Element root = factory.newDocumentBuilder().parse(bill.toFile()).getDocumentElement();
            for (Element one : below(child(root, "components"), "component")) {
                if (!text(one, "group").equals("io.cumulonimbus")) {
                    Part part = part(one);
                    parts.computeIfAbsent(part.purl(), purl -> part).in().add(program);
                }
            }
        }
        return parts.values().stream().sorted(Comparator.comparing(Part::name)).toList();
    }

    private static Part part(Element one) {
        Set<String> licences = new TreeSet<>();
        Element all = child(one, "licenses");
        if (all != null) {
            for (Element licence : below(all, "license")) {
                String id = text(licence, "id");
                licences.add(id.isEmpty() ? text(licence, "name") : id);
            }
            for (Element choice : below(all, "expression")) {
                licences.addAll(Arrays.asList(choice.getTextContent().strip().split(" OR ")));
            }
        }
        String name = text(one, "group") + ":" + text(one, "name");
        return new Part(
                name, text(one, "version"), text(one, "purl"), licences, site(one), new TreeSet<>());
    }

    private static String site(Element one) {
        Element references = child(one, "externalReferences");
        if (references != null) {
            for (Element reference : below(references, "reference")) {
                if (reference.getAttribute("type").equals("website")) {
                    return text(reference, "url");
                }
            }
        }
        return "";
    }

    private static void check(List<Part> parts) throws IOException {
        List<Part> wrong =
                parts.stream().filter(p -> p.licences().stream().noneMatch(ALLOWED::contains)).toList();
        wrong.forEach(p -> System.err.println(p.name() + " " + p.version() + ": " + p.licences()));
        if (!wrong.isEmpty()) {
            fail("these are under none of the licences that we ship");
        }
        if (Files.notExists(NOTICES) || !Files.readString(NOTICES).equals(notices(parts))) {
            fail(NOTICES + " is not current: scripts/parts write");
        }
        System.out.println(parts.size() + " parts of others, all under licences that we may ship");
    }

    private static String notices(List<Part> parts) {
        StringBuilder text = new StringBuilder();
        text.append("# Parts of others\n\n");
        text.append("What the programs bring along, written by `scripts/parts write` from their bills of ");
        text.append("materials. Where there are several licences,\nany of them may be chosen. ");
        text.append("The texts are in the parts themselves, below `META-INF`; those of the Java ");
        text.append("runtime of packages are in\n`runtime/legal` (GPL-2.0 with the Classpath ");
        text.append("exception).\n\n| part | version | licence | in |\n| --- | --- | --- | --- |\n");
        for (Part part : parts) {
            String name =
                    part.site().isEmpty() ? part.name() : "[" + part.name() + "](" + part.site() + ")";
            text.append("| %s | %s | %s | %s |%n".formatted(
                    name,
                    part.version(),
                    String.join(", ", part.licences()),
                    String.join(", ", part.in())));
        }
        text.append("\nFiles of others in our own archives, as their authors published them:\n\n");
        text.append("| file | version | licence | in |\n| --- | --- | --- | --- |\n");
        text.append("| [mpegts.js](https://github.com/xqq/mpegts.js) of the npm registry: the player ");
        text.append("in pages of `common/net` | 1.8.0 | Apache-2.0 | edge, origin, rtmfp-cli |\n");
        text.append("| [hls.js](https://github.com/video-dev/hls.js) of the npm registry: the player ");
        text.append("of HLS there | 1.4.12 | Apache-2.0 | edge, origin, rtmfp-cli |\n");
        return text.toString().replace("\r", "");
    }

    /** Asks a server with the interface of osv.dev for each part. */
    private static void ask(List<Part> parts, String url) throws Exception {
        HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
        Pattern id = Pattern.compile("\"id\"\\s*:\\s*\"((?:GHSA|CVE|OSV|MAL)-[A-Za-z0-9-]+)\"");
        int found = 0;
        for (Part part : parts) {
            String purl = part.purl().replaceAll("\\?.*", "");
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url))
                            .timeout(Duration.ofSeconds(30))
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"package\":{\"purl\":\"" + purl + "\"}}"))
                            .build();
            HttpResponse<String> answer;
            try {
                answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException e) {
                fail("cannot ask " + url + ": " + e);
                return;
            }
            if (answer.statusCode() != 200) {
                fail(url + " answers " + answer.statusCode() + " for " + purl);
            }
            Set<String> ids = new TreeSet<>();
            for (Matcher m = id.matcher(answer.body()); m.find(); ) {
                ids.add(m.group(1));
            }
            if (!ids.isEmpty()) {
                found++;
                System.out.println(purl + ": " + String.join(" ", ids));
            }
        }
        System.out.println(parts.size() + " parts, with known vulnerabilities: " + found);
        if (found > 0) {
            System.exit(1);
        }
    }

    private static List<Element> below(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element e && e.getTagName().equals(name)) {
                found.add(e);
            }
        }
        return found;
    }

    private static Element child(Element parent, String name) {
        return below(parent, name).stream().findFirst().orElse(null);
    }

    private static String text(Element parent, String name) {
        return below(parent, name).stream()
                .map(e -> e.getTextContent().strip())
                .collect(Collectors.joining(" "));
    }

    private static void fail(String why) {
        System.err.println("parts: " + why);
        System.exit(1);
    }
}
