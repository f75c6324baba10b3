// What the C++ peers share: files, the clock, the best ten, and the conversation described in peer.py.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace peer {

inline double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

inline std::string text(const char* path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) { std::fprintf(stderr, "cannot read %s\n", path); std::exit(2); }
    return {std::istreambuf_iterator<char>(file), {}};
}

inline std::vector<std::string> lines(const char* path) {
    std::vector<std::string> found;
    std::istringstream all(text(path));
    for (std::string line; std::getline(all, line);) if (!line.empty()) found.push_back(line);
    return found;
}

inline std::vector<float> floats(const char* path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) { std::fprintf(stderr, "cannot read %s\n", path); std::exit(2); }
    std::vector<float> values(static_cast<size_t>(file.tellg()) / sizeof(float));
    file.seekg(0);
    file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
    return values;
}

// The k best of scores offered in order of their ids: higher scores first, lower ids among equals.
class Best {
public:
    explicit Best(size_t k) : k(k) {}
    float least() const { return held.size() < k ? -1e30f : held.front().first; }
    void offer(float score, int id) {
        if (held.size() < k) {
            held.emplace_back(score, id);
            std::push_heap(held.begin(), held.end(), better);
        } else if (score > held.front().first) {
            std::pop_heap(held.begin(), held.end(), better);
            held.back() = {score, id};
            std::push_heap(held.begin(), held.end(), better);
        }
    }
    std::vector<std::pair<float, int>> sorted() {
        std::sort(held.begin(), held.end(), better);
        return held;
    }

private:
    static bool better(const std::pair<float, int>& a, const std::pair<float, int>& b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    }
    size_t k;
    std::vector<std::pair<float, int>> held;
};

using Search = std::function<std::vector<int>(size_t query)>;

inline void time_all(size_t queries, const Search& search) {
    std::vector<double> spent(queries);
    for (size_t q = 0; q < queries; q++) {
        double started = now();
        search(q);
        spent[q] = now() - started;
    }
    std::printf("time");
    for (double seconds : spent) std::printf(" %.2f", seconds * 1e6);
    std::printf("\n");
}

inline void print_top(size_t queries, const Search& search) {
    std::printf("top ");
    for (size_t q = 0; q < queries; q++) {
        const char* separator = q ? ";" : "";
        for (int id : search(q)) { std::printf("%s%d", separator, id); separator = ","; }
    }
    std::printf("\n");
}

}  // namespace peer
