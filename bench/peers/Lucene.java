import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

/**
 * Lucene 9 with BM25 (k1 1.2, b 0.75), memory-mapped, merged to one segment, any word may match.
 * Usage: Lucene CORPUS QUERIES FOLDER [english]. Conversation as in peer.py. Hits are counted only as far as the ten best need it, which is Lucene's fastest.
 */
public final class Lucene {
    private static final int K = 10;

    public static void main(String[] args) throws Exception {
        boolean english = args.length > 3 && args[3].equals("english");
        Analyzer analyzer = english ? new EnglishAnalyzer(CharArraySet.EMPTY_SET) : new StandardAnalyzer(CharArraySet.EMPTY_SET);
        Path folder = Path.of(args[2], "lucene-" + (english ? "english" : "standard"));
        remove(folder);
        MMapDirectory directory = new MMapDirectory(folder);
        List<String> passages = Files.readAllLines(Path.of(args[0]), StandardCharsets.UTF_8);
        long started = System.nanoTime();
        index(directory, analyzer, passages);
        double built = (System.nanoTime() - started) / 1e9;
        passages = null;
        IndexSearcher searcher = new IndexSearcher(DirectoryReader.open(directory));
        searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
        searcher.setQueryCache(null);
        List<String> queries = Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8);
        System.out.printf(Locale.ROOT, "ready {\"name\":\"Lucene %s\",\"version\":\"%s\",\"buildSeconds\":%.3f,\"bytes\":%d}%n",
            english ? "EnglishAnalyzer" : "StandardAnalyzer", Version.LATEST, built, size(folder));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line; (line = input.readLine()) != null;) {
            if (line.equals("time")) time(searcher, analyzer, queries);
            else if (line.equals("top")) top(searcher, analyzer, queries);
        }
    }

    private static void index(MMapDirectory directory, Analyzer analyzer, List<String> passages) throws Exception {
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(256).setSimilarity(new BM25Similarity(1.2f, 0.75f));
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < passages.size(); i++) {
                Document document = new Document();
                document.add(new TextField("body", passages.get(i), Field.Store.NO));
                document.add(new StoredField("number", i + 1));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
            writer.commit();
        }
    }

    private static ScoreDoc[] search(IndexSearcher searcher, Analyzer analyzer, String text) throws Exception {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String word : text.split(" ")) {
            String term = analyzer.normalize("body", word).utf8ToString();
            query.add(new TermQuery(new Term("body", analyzer instanceof EnglishAnalyzer ? stem(analyzer, word) : term)), BooleanClause.Occur.SHOULD);
        }
        Query built = query.build();
        return searcher.search(built, TopScoreDocCollector.createSharedManager(K, null, K)).scoreDocs;
    }

    private static String stem(Analyzer analyzer, String word) throws Exception {
        try (var stream = analyzer.tokenStream("body", word)) {
            var term = stream.addAttribute(org.apache.lucene.analysis.tokenattributes.CharTermAttribute.class);
            stream.reset();
            String found = stream.incrementToken() ? term.toString() : word;
            stream.end();
            return found;
        }
    }

    private static void time(IndexSearcher searcher, Analyzer analyzer, List<String> queries) throws Exception {
        long[] spent = new long[queries.size()];
        for (int i = 0; i < spent.length; i++) {
            long started = System.nanoTime();
            search(searcher, analyzer, queries.get(i));
            spent[i] = System.nanoTime() - started;
        }
        StringBuilder out = new StringBuilder("time");
        for (long nanoseconds : spent) out.append(' ').append(String.format(Locale.ROOT, "%.2f", nanoseconds / 1e3));
        System.out.println(out);
    }

    private static void top(IndexSearcher searcher, Analyzer analyzer, List<String> queries) throws Exception {
        var stored = searcher.storedFields();
        List<String> all = new ArrayList<>();
        for (String query : queries) {
            StringJoiner hits = new StringJoiner(",");
            for (ScoreDoc hit : search(searcher, analyzer, query)) hits.add(stored.document(hit.doc).get("number"));
            all.add(hits.toString());
        }
        System.out.println("top " + String.join(";", all));
    }

    private static void remove(Path folder) throws Exception {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private static long size(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            long total = 0;
            for (Path file : files.toList()) total += Files.size(file);
            return total;
        }
    }
}
