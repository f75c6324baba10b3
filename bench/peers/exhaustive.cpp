// An exhaustive in-memory BM25 (k1 1.2, b 0.75): the line that says what a query costs without storage, updates, filters or pruning.
// Words are runs of ASCII letters, digits and other bytes from 128 on, in lower case. Usage: exhaustive CORPUS QUERIES
#include "peer.hpp"
#include <cctype>
#include <cmath>
#include <cstdint>
#include <cstring>

struct Posting { uint32_t passage; float impact; };

class Index {
public:
    explicit Index(const std::string& corpus) : slots(size_t{1} << 22, {0, -1}) {
        for (int c = 0; c < 256; c++) lower[c] = c >= 128 ? c : std::isalnum(c) ? std::tolower(c) : 0;
        invert(corpus);
        weigh();
        scores.resize(lengths.size());
    }

    std::vector<int> search(const std::string& query) {
        std::fill(scores.begin(), scores.end(), 0.0f);
        for (size_t at = 0; at < query.size();) {
            uint64_t hash = word(query.data(), query.data() + query.size(), at);
            int term = hash ? *find(hash) : -1;
            if (term >= 0) for (const Posting& p : impacts[term]) scores[p.passage] += p.impact;
        }
        peer::Best best(10);
        float least = 0;
        for (size_t i = 0; i < scores.size(); i++) {
            if (scores[i] > least) {
                best.offer(scores[i], static_cast<int>(i));
                least = std::max(0.0f, best.least());
            }
        }
        std::vector<int> top;
        for (auto& hit : best.sorted()) top.push_back(hit.second + 1);
        return top;
    }

    size_t bytes() const {
        size_t total = 0;
        for (auto& list : impacts) total += list.size() * sizeof(Posting);
        return total + slots.size() * sizeof(slots[0]);
    }

private:
    // Hash of the next word from `at` on, which is moved behind it; 0 where there is none before the end of the line.
    uint64_t word(const char* text, const char* end, size_t& at) const {
        const char* p = text + at;
        while (p < end && *p != '\n' && !lower[static_cast<unsigned char>(*p)]) p++;
        uint64_t hash = 1469598103934665603ULL;
        const char* start = p;
        while (p < end && lower[static_cast<unsigned char>(*p)]) hash = (hash ^ lower[static_cast<unsigned char>(*p++)]) * 1099511628211ULL;
        at = static_cast<size_t>(p - text);
        return p == start ? 0 : hash | 1;
    }

    int* find(uint64_t hash) {
        size_t i = (hash * 0x9E3779B97F4A7C15ULL) >> 42;
        while (slots[i].second >= 0 && slots[i].first != hash) i = (i + 1) & (slots.size() - 1);
        slots[i].first = hash;
        return &slots[i].second;
    }

    void invert(const std::string& corpus) {
        int length = 0;
        for (size_t at = 0; at < corpus.size();) {
            uint64_t hash = word(corpus.data(), corpus.data() + corpus.size(), at);
            if (!hash) {
                lengths.push_back(length);
                length = 0;
                at++;
                continue;
            }
            length++;
            int* term = find(hash);
            if (*term < 0) { *term = static_cast<int>(counts.size()); counts.emplace_back(); }
            auto& list = counts[*term];
            auto passage = static_cast<uint32_t>(lengths.size());
            if (list.empty() || list.back().first != passage) list.emplace_back(passage, 1); else list.back().second++;
        }
    }

    void weigh() {
        double total = 0;
        for (int length : lengths) total += length;
        double n = static_cast<double>(lengths.size()), average = total / n;
        impacts.resize(counts.size());
        for (size_t t = 0; t < counts.size(); t++) {
            double idf = std::log(1 + (n - static_cast<double>(counts[t].size()) + 0.5) / (static_cast<double>(counts[t].size()) + 0.5));
            for (auto [passage, count] : counts[t]) {
                double norm = 1.2 * (0.25 + 0.75 * lengths[passage] / average);
                impacts[t].push_back({passage, static_cast<float>(idf * count * 2.2 / (count + norm))});
            }
        }
        counts.clear();
        counts.shrink_to_fit();
    }

    int lower[256];
    std::vector<std::pair<uint64_t, int>> slots;
    std::vector<std::vector<std::pair<uint32_t, uint32_t>>> counts;
    std::vector<std::vector<Posting>> impacts;
    std::vector<int> lengths;
    std::vector<float> scores;
};

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    std::string corpus = peer::text(argv[1]);
    std::vector<std::string> queries = peer::lines(argv[2]);
    double started = peer::now();
    Index index(corpus);
    std::printf("ready {\"name\":\"exhaustive C++\",\"version\":\"gcc %s\",\"buildSeconds\":%.3f,\"bytes\":%zu}\n", __VERSION__, peer::now() - started, index.bytes());
    peer::Search search = [&](size_t q) { return index.search(queries[q]); };
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
        if (line == "time") peer::time_all(queries.size(), search);
        else if (line == "top") peer::print_top(queries.size(), search);
    }
}
