"""The generated sets: five tables and 50 questions each, filled from sentence patterns with values drawn from the tables."""
import json, os, random
from make import Set, csv, day, serial, xlsx


class Maker:
    """Fills sentence patterns; a question whose answer is not unique or empty is drawn again."""

    def __init__(self, s, rng, table, nouns, key, categories, numbers, dates, joined=()):
        self.s, self.rng, self.table, self.nouns, self.key = s, rng, table, nouns, key
        self.categories, self.numbers, self.dates, self.joined = categories, numbers, dates, joined
        self.asked = set()

    def values(self, column, source):
        return [r[0] for r in self.s.db.execute(f"SELECT DISTINCT {column} FROM {source} WHERE {column} IS NOT NULL ORDER BY 1")]

    def one(self, pattern):
        """(text, arguments of Set.q) of a pattern; None when it cannot be filled."""
        rng, t, noun = self.rng, self.table, self.rng.choice(self.nouns)
        column, said, source = rng.choice(self.categories)
        value, other = (rng.sample(self.values(column, source), 2) + [None])[:2]
        number, call, unit = rng.choice(self.numbers)
        low, high = sorted(rng.sample([r[0] for r in self.s.db.execute(f"SELECT {number} FROM {t}")], 2))
        low, high = (int(low), int(high)) if isinstance(low, float) else (low, high)
        cat = f"{column}='{value}'"
        rows = f"SELECT {t}._row FROM {source} WHERE "
        u = f" {unit}" if unit else ""
        if pattern == "count-all":
            return f"How many {noun} are there?", dict(select="count(*)", source=t)
        if pattern == "count":
            return rng.choice(["How many {n} are there with {s} {v}?", "Count the {n} where {s} is {v}.", "How many {n} have the {s} {v}?", "What is the number of {n} whose {s} is {v}?"]).format(n=noun, s=said, v=value), dict(select="count(*)", source=source, where=cat)
        if pattern == "count-two" and other:
            return f"How many {noun} have {said} {value} or {other}?", dict(select="count(*)", source=source, where=f"{column} IN ('{value}','{other}')")
        if pattern == "count-not":
            return rng.choice(["How many {n} do not have {s} {v}?", "How many {n} have a {s} other than {v}?"]).format(n=noun, s=said, v=value), dict(select="count(*)", source=source, where=f"{column}<>'{value}'")
        if pattern == "compare":
            word, op = rng.choice([("more than", ">"), ("at least", ">="), ("less than", "<"), ("at most", "<="), ("over", ">"), ("under", "<")])
            return f"How many {noun} have a {call} of {word} {low:,}{u}?", dict(select="count(*)", source=t, where=f"{number}{op}{low}")
        if pattern == "compare-in":
            return f"How many {noun} with {said} {value} have a {call} above {low}{u}?", dict(select="count(*)", source=source, where=f"{cat} AND {number}>{low}")
        if pattern == "between" and low < high:
            return f"How many {noun} have a {call} between {low} and {high}{u}?", dict(select="count(*)", source=t, where=f"{number} BETWEEN {low} AND {high}")
        if pattern == "sum":
            return rng.choice(["What is the total {c} of {n} with {s} {v}?", "What is the sum of the {c} for {s} {v}?"]).format(c=call, n=noun, s=said, v=value), dict(select=f"sum({number})", source=source, where=cat)
        if pattern == "avg":
            return rng.choice(["What is the average {c} of {n} with {s} {v}?", "What's the mean {c} for {s} {v}?"]).format(c=call, n=noun, s=said, v=value), dict(select=f"avg({number})", source=source, where=cat)
        if pattern in ("max", "min"):
            word = "highest" if pattern == "max" else "lowest"
            return f"What is the {word} {call} among {noun} with {said} {value}?", dict(select=f"{pattern}({number})", source=source, where=cat, rows=rows + f"{cat} AND {number}=(SELECT {pattern}({number}) FROM {source} WHERE {cat})")
        if pattern == "argmax":
            word, f = rng.choice([("highest", "max"), ("lowest", "min")])
            where = f"{number}=(SELECT {f}({number}) FROM {t})"
            return f"Which {self.nouns[0].rstrip('s')} has the {word} {call}?", dict(select=self.key, source=t, where=where)
        if pattern == "top":
            k = rng.choice([2, 3, 4, 5])
            order = f"SELECT {self.key} FROM {t} ORDER BY {number} DESC LIMIT {k}"
            return f"What are the top {k} {noun} by {call}?", dict(select=None, source=t, answer=order, rows=f"SELECT _row FROM {t} ORDER BY {number} DESC LIMIT {k}")
        if pattern == "group-top":
            best = f"SELECT {column} FROM {source} GROUP BY {column} ORDER BY count(*) DESC LIMIT 1"
            return f"Which {said} has the most {noun}?", dict(select=None, source=source, answer=best, rows=rows + f"{column}=({best})")
        if pattern == "group":
            f, word = rng.choice([("avg", "average"), ("sum", "total")])
            return f"What is the {word} {call} per {said}?", dict(select=None, source=source, answer=f"SELECT {column}, {f}({number}) FROM {source} GROUP BY {column}", rows=rows + "1")
        if pattern == "group-count":
            return f"How many {noun} are there for each {said}?", dict(select=None, source=source, answer=f"SELECT {column}, count(*) FROM {source} GROUP BY {column}", rows=rows + "1")
        if pattern == "distinct":
            return f"How many different {said}s are there?" if not said.endswith("y") else f"How many distinct values of {said} are there?", dict(select=f"count(DISTINCT {column})", source=source, rows=f"SELECT '{source.split()[2]}:'||_row FROM {source.split()[2]}" if " JOIN " in source else None)
        if pattern == "share":
            return f"What percentage of {noun} has {said} {value}?", dict(select=None, source=source, answer=f"SELECT 100.0*sum({cat})/count(*) FROM {source}", rows=rows + cat)
        if pattern == "diff" and other:
            return f"How many more {noun} have {said} {value} than {other}?", dict(select=None, source=source, answer=f"SELECT sum({cat})-sum({column}='{other}') FROM {source}", rows=rows + f"{column} IN ('{value}','{other}')")
        if pattern == "date" and self.dates:
            date, verb = rng.choice(self.dates)
            some = rng.choice(self.values(date, t))
            month = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"][int(some[5:7]) - 1]
            text, where = rng.choice([(f"in {month} {some[:4]}", f"{date} LIKE '{some[:7]}%'"), (f"before {some}", f"{date}<'{some}'"), (f"after {int(some[8:])} {month} {some[:4]}", f"{date}>'{some}'"), (f"in {some[:4]}", f"{date} LIKE '{some[:4]}%'"), (f"since {month} {some[:4]}", f"{date}>='{some[:7]}-01'")])
            return f"How many {noun} were {verb} {text}?", dict(select="count(*)", source=t, where=where)
        if pattern == "lookup":
            key = rng.choice(self.values(self.key, t))
            return f"What is the {call} of {key}?", dict(select=number, source=t, where=f"{self.key}='{key}'")
        return None

    def make(self, patterns):
        for pattern in patterns:
            for _ in range(200):
                made = self.one(pattern)
                if made is None or made[0] in self.asked:
                    continue
                text, args = made
                try:
                    before = len(self.s.questions)
                    self.s.q(text, **args)
                except (SystemExit, ValueError):
                    continue
                if not self.s.questions[before]["rows"]:
                    self.s.questions.pop()
                    continue
                self.asked.add(text)
                break
            else:
                raise SystemExit(f"{self.s.name}: {pattern} cannot be filled")


USUAL = (["count-all"] + ["count"] * 5 + ["count-two"] * 3 + ["count-not"] * 2 + ["compare"] * 5 + ["compare-in"] * 4 + ["between"] * 2 + ["sum"] * 4 + ["avg"] * 4 + ["max"] * 2 + ["min"] * 2
         + ["argmax"] * 2 + ["top"] * 2 + ["group-top"] * 2 + ["group"] * 2 + ["group-count"] + ["distinct"] + ["share"] * 2 + ["diff"] * 2 + ["lookup"] * 2)


def products():
    s, rng = Set("g-products"), random.Random(101)
    names = ["Aero", "Bolt", "Comet", "Drift", "Ember", "Flux", "Glide", "Halo", "Ion", "Jolt", "Kite", "Lumen", "Mirage", "Nova", "Orbit", "Pulse", "Quill", "Ridge", "Spark", "Tide", "Umbra", "Vista", "Wave", "Xeno", "Yarrow", "Zephyr"]
    rows = [(f"{n} {rng.choice(['One', 'Two', 'Max', 'Mini'])}", rng.choice(["Tent", "Backpack", "Stove", "Jacket"]), rng.choice(["red", "green", "blue", "grey"]), rng.choice(["Nordwind", "Peakline", "Terra"]), round(rng.uniform(15, 480), 2), rng.randrange(120, 5200), rng.randrange(0, 140)) for n in names]
    s.table("products", ["name", "category", "color", "brand", "price", "weight", "stock"], rows)
    s.write("products.json", json.dumps({"products": [dict(zip(["name", "category", "color", "brand", "priceEur", "weightGrams", "stock"], r)) for r in rows]}, indent=1))
    Maker(s, rng, "products", ["products"], "name", [("category", "category", "products"), ("color", "color", "products"), ("brand", "brand", "products")], [("price", "price", "EUR"), ("weight", "weight", "grams"), ("stock", "stock", "")], []).make(USUAL)
    s.close()


def library():
    s, rng = Set("g-library"), random.Random(202)
    a, b = ["Silent", "Hidden", "Broken", "Golden", "Distant", "Winter", "Paper", "Glass"], ["River", "Garden", "Mirror", "Harbor", "Orchard", "Letters"]
    titles = rng.sample([f"{x} {y}" for x in a for y in b], 36)
    rows = [(t, rng.choice(["Ada Brandt", "Piet Visser", "Nora Quinn", "Luis Ortega", "Mei Tan"]), rng.choice(["Novel", "Poetry", "History", "Science"]), rng.choice(["English", "German", "Spanish"]), rng.randrange(90, 780), rng.randrange(0, 12), day(rng, "2018-02-01", "2024-08-31")) for t in titles]
    s.table("books", ["title", "author", "genre", "language", "pages", "copies", "acquired"], rows)
    body = "\n".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows)
    s.write("books.html", f"<!doctype html><html><head><title>Library books</title></head><body><h1>Library</h1><p>Loans last four weeks.</p><table><caption>Books</caption><thead><tr><th>Title</th><th>Author</th><th>Genre</th><th>Language</th><th>Pages</th><th>Copies</th><th>Acquired</th></tr></thead><tbody>\n{body}\n</tbody></table></body></html>\n")
    Maker(s, rng, "books", ["books"], "title", [("author", "author", "books"), ("genre", "genre", "books"), ("language", "language", "books")], [("pages", "page count", "pages"), ("copies", "number of copies", "")], [("acquired", "acquired")]).make([p for p in USUAL if p not in ("group", "top")] + ["date"] * 4)
    s.close()


def flights():
    s, rng = Set("g-flights"), random.Random(303)
    rows = [(f"{rng.choice(['LX', 'OS', 'EI'])}{100 + i * 7}", rng.choice(["Zurich", "Vienna", "Dublin"]), rng.choice(["Oslo", "Porto", "Athens", "Riga"]), day(rng, "2023-10-01", "2024-09-30"), rng.randrange(0, 190), rng.randrange(60, 220), rng.choice(["on time", "delayed", "diverted"])) for i in range(48)]
    s.table("flights", ["flight", "origin", "destination", "departed", "delay", "passengers", "state"], rows)
    s.write("flights.jsonl", "".join(json.dumps(dict(zip(["flight", "origin", "destination", "departed", "delay_minutes", "passengers", "state"], r))) + "\n" for r in rows))
    Maker(s, rng, "flights", ["flights"], "flight", [("origin", "origin", "flights"), ("destination", "destination", "flights"), ("state", "state", "flights")], [("delay", "delay", "minutes"), ("passengers", "number of passengers", "")], [("departed", "departed")]).make([p for p in USUAL if p not in ("group", "top")] + ["date"] * 4)
    s.close()


def clinic():
    s, rng = Set("g-clinic"), random.Random(404)
    doctors = [("Dr. Amsel", "Cardiology", "A", 14), ("Dr. Birk", "Cardiology", "B", 5), ("Dr. Cohen", "Dermatology", "A", 21), ("Dr. Dahl", "Pediatrics", "C", 9), ("Dr. Elster", "Dermatology", "C", 2)]
    rows = [(f"AP-{700 + i}", rng.choice(doctors)[0], day(rng, "2024-01-08", "2024-06-28"), rng.choice(["checkup", "follow-up", "surgery"]), rng.randrange(10, 95), round(rng.uniform(40, 900), 2), rng.choice(["attended", "missed"])) for i in range(52)]
    s.table("appointments", ["appointment", "doctor", "date", "kind", "duration", "fee", "outcome"], rows)
    s.table("doctors", ["doctor", "specialty", "wing", "experience"], doctors)
    xlsx(os.path.join(s.folder, "clinic.xlsx"), {
        "Appointments": [("Appointment", "Doctor", "Date", "Kind", "Duration (min)", "Fee (EUR)", "Outcome")] + [(a, d, ("date", serial(t)), k, m, ("money", f), o) for a, d, t, k, m, f, o in rows],
        "Doctors": [("Doctor", "Specialty", "Wing", "Years of experience")] + list(doctors)})
    J = "appointments JOIN doctors USING (doctor)"
    Maker(s, rng, "appointments", ["appointments"], "appointment", [("appointments.doctor", "doctor", "appointments"), ("kind", "kind", "appointments"), ("outcome", "outcome", "appointments"), ("specialty", "specialty", J), ("wing", "wing", J)],
          [("duration", "duration", "minutes"), ("fee", "fee", "EUR")], [("date", "held")]).make([p for p in USUAL if p != "top"][:-1] + ["date"] * 3)
    s.close()


def energy():
    s, rng = Set("g-energy"), random.Random(505)
    rows = [(f"M{i:03d}", rng.choice(["Elmwood", "Lakeside", "Hilltop"]), rng.choice(["electricity", "gas", "water"]), day(rng, "2023-01-01", "2024-12-31"), rng.randrange(50, 9000), round(rng.uniform(20, 2400), 2), rng.choice(["manual", "remote"])) for i in range(1, 50)]
    s.table("readings", ["meter", "site", "utility", "date", "consumption", "cost", "method"], rows)
    s.write("readings.tsv", "\t".join(["Meter", "Site", "Utility", "Reading date", "Consumption (kWh)", "Cost", "Method"]) + "\n" + "".join("\t".join([m, si, u, d, f"{c:,}", f"€{x:,.2f}", me]) + "\n" for m, si, u, d, c, x, me in rows))
    Maker(s, rng, "readings", ["readings"], "meter", [("site", "site", "readings"), ("utility", "utility", "readings"), ("method", "method", "readings")], [("consumption", "consumption", "kWh"), ("cost", "cost", "EUR")], [("date", "taken")]).make([p for p in USUAL if p != "top"] + ["date"] * 2)
    s.close()


def make():
    for one in (products, library, flights, clinic, energy):
        one()
