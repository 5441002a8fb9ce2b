import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.RDFDataMgr;

/**
 * Many queries in one process. Arguments: a folder for the answers, then data files and query files (.rq).
 * Each answer is written as SPARQL's JSON under the name of its query.
 */
public class AskAll {
    public static void main(String[] arguments) throws Exception {
        Dataset data = DatasetFactory.create();
        for (int at = 1; at < arguments.length; at++) {
            if (!arguments[at].endsWith(".rq")) {
                RDFDataMgr.read(data, arguments[at]);
            }
        }
        for (int at = 1; at < arguments.length; at++) {
            if (arguments[at].endsWith(".rq")) {
                String name = Path.of(arguments[at]).getFileName().toString().replace(".rq", ".json");
                answer(QueryFactory.read(arguments[at]), data, Path.of(arguments[0], name));
            }
        }
    }

    private static void answer(Query query, Dataset data, Path file) throws Exception {
        try (QueryExecution asked = QueryExecutionFactory.create(query, data);
                OutputStream out = Files.newOutputStream(file)) {
            if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(out, asked.execAsk());
            } else {
                ResultSetFormatter.outputAsJSON(out, asked.execSelect());
            }
        }
    }
}
