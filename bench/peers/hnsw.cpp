// hnswlib over unit vectors by inner product.
// Usage: hnsw BASE QUERIES DIMENSIONS M EF_CONSTRUCTION THREADS
// After `ready {json}` it answers `time EF` and `top EF` as peer.py describes (numbers from 0), one thread.
#include "peer.hpp"
#include <hnswlib/hnswlib.h>
#include <atomic>
#include <memory>
#include <thread>

static std::unique_ptr<hnswlib::HierarchicalNSW<float>> build(const std::vector<float>& base, hnswlib::SpaceInterface<float>* space, size_t dimensions, size_t m, size_t ef, int threads) {
    size_t count = base.size() / dimensions;
    auto index = std::make_unique<hnswlib::HierarchicalNSW<float>>(space, count, m, ef, 1);
    index->addPoint(base.data(), 0);
    std::atomic<size_t> next{1};
    std::vector<std::thread> workers;
    for (int t = 0; t < threads; t++) {
        workers.emplace_back([&] { for (size_t i; (i = next++) < count;) index->addPoint(base.data() + i * dimensions, i); });
    }
    for (auto& worker : workers) worker.join();
    return index;
}

int main(int argc, char** argv) {
    if (argc < 7) return 2;
    std::vector<float> base = peer::floats(argv[1]), queries = peer::floats(argv[2]);
    size_t dimensions = std::stoul(argv[3]), count = queries.size() / dimensions;
    hnswlib::InnerProductSpace space(dimensions);
    double started = peer::now();
    auto index = build(base, &space, dimensions, std::stoul(argv[4]), std::stoul(argv[5]), std::stoi(argv[6]));
    double built = peer::now() - started;
    size_t bytes = base.size() / dimensions * index->size_data_per_element_;
    std::printf("ready {\"name\":\"hnswlib\",\"version\":\"0.6.2\",\"buildSeconds\":%.3f,\"bytes\":%zu}\n", built, bytes);
    std::fflush(stdout);
    peer::Search search = [&](size_t q) {
        auto found = index->searchKnn(queries.data() + q * dimensions, 10);
        std::vector<int> ids(found.size());
        for (size_t i = ids.size(); i-- > 0; found.pop()) ids[i] = static_cast<int>(found.top().second);
        return ids;
    };
    for (std::string line; std::getline(std::cin, line); std::fflush(stdout)) {
        std::istringstream words(line);
        std::string verb;
        size_t ef = 10;
        words >> verb >> ef;
        index->setEf(ef);
        if (verb == "time") peer::time_all(count, search);
        else if (verb == "top") peer::print_top(count, search);
    }
}
