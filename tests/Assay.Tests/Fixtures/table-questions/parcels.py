"""j-parcels: shipments of a mail-order firm and the carriers that took them, as a workbook; phrased from the tables before any of it was asked."""
import os, random
from make import Set, day, serial, xlsx


def make():
    rng = random.Random(34)
    s = Set("j-parcels")
    carriers = [("Nordpost", "Denmark", "2014-04-01", 4.9, "road", True), ("SwiftAir", "Ireland", "2020-10-15", 18.5, "air", False), ("Blue Anchor", "Netherlands", "2009-01-20", 3.2, "sea", True), ("Rapido", "Spain", "2017-06-06", 7.4, "road", False), ("Ostkurier", "Poland", "2022-03-11", 5.6, "road", True)]
    s.table("carriers", ["name", "country", "since", "rate", "mode", "insured"], [(*c[:5], int(c[5])) for c in carriers])
    weights, costs = rng.sample(range(4, 900), 110), rng.sample(range(350, 24000), 110)
    rows = []
    for i in range(110):
        sent = day(rng, "2025-02-01", "2025-10-31")
        import datetime
        status = rng.choice(["delivered"] * 7 + ["in transit", "lost", "returned"])
        got = (datetime.date.fromisoformat(sent) + datetime.timedelta(days=rng.randrange(1, 16))).isoformat() if status in ("delivered", "returned") else None
        rows.append((f"P{70100 + i * 7}", rng.choice(carriers)[0], sent, got, rng.choice(["Berlin", "Lyon", "Milan", "Oslo", "Porto", "Vienna"]), rng.choice(["books", "clothing", "electronics", "garden"]), weights[i] / 10, rng.randrange(1, 7), costs[i] / 100,
                     rng.choice(["express", "standard", "standard"]), int(rng.random() < 0.3), None if rng.random() < 0.3 else rng.randrange(1, 6)))
    s.table("parcels", ["id", "carrier", "sent", "got", "city", "goods", "weight", "boxes", "cost", "service", "fragile", "stars"], rows)
    date = lambda d: None if d is None else ("date", serial(d))
    xlsx(os.path.join(s.folder, "parcels.xlsx"), {
        "Shipments": [["Tracking number", "Carrier", "Sent", "Delivered", "Destination", "Goods", "Weight (kg)", "Boxes", "Shipping cost (EUR)", "Service", "Fragile", "Rating"], *[[r[0], r[1], date(r[2]), date(r[3]), *r[4:10], "yes" if r[10] else "no", r[11]] for r in rows]],
        "Carriers": [["Carrier", "Country", "Contract since", "Price per kg (EUR)", "Transport mode", "Insured"], *[[c[0], c[1], date(c[2]), c[3], c[4], "yes" if c[5] else "no"] for c in carriers]]})
    c = "parcels JOIN carriers ON carriers.name = parcels.carrier"
    q, m = s.q, "substr(sent, 1, 7)"
    q("How many shipments did we send?", "count(*)", "parcels")
    q("total shipping cost of all shipments", "round(sum(cost), 2)", "parcels")
    q("What did shipping cost us in total in June 2025?", "round(sum(cost), 2)", "parcels", "sent LIKE '2025-06%'")
    q("What's the overall weight of the garden shipments?", "round(sum(weight), 1)", "parcels", "goods = 'garden'")
    q("How many kilos did Rapido carry?", "round(sum(weight), 1)", "parcels", "carrier = 'Rapido'")
    q("How many boxes went to Oslo?", "sum(boxes)", "parcels", "city = 'Oslo'")
    q("How many boxes were shipped altogether?", "sum(boxes)", "parcels")
    q("shipments per destination", "", "parcels", answer="SELECT city, count(*) FROM parcels GROUP BY city", rows="SELECT _row FROM parcels")
    q("Give me the shipping cost for each carrier", "", "parcels", answer="SELECT carrier, round(sum(cost), 2) FROM parcels GROUP BY carrier", rows="SELECT _row FROM parcels")
    q("average weight by goods", "", "parcels", answer="SELECT goods, avg(weight) FROM parcels GROUP BY goods", rows="SELECT _row FROM parcels")
    q("Number of shipments by month", "", "parcels", answer=f"SELECT {m}, count(*) FROM parcels GROUP BY {m}", rows="SELECT _row FROM parcels")
    q("In what month did we ship the fewest parcels to Vienna, counting the shipments?", "", "parcels", answer=f"SELECT {m} FROM parcels WHERE city = 'Vienna' GROUP BY {m} ORDER BY count(*) LIMIT 1", rows=f"SELECT _row FROM parcels WHERE city = 'Vienna' AND {m} = (SELECT {m} FROM parcels WHERE city = 'Vienna' GROUP BY {m} ORDER BY count(*) LIMIT 1)")
    q("Which month had the highest shipping cost?", "", "parcels", answer=f"SELECT {m} FROM parcels GROUP BY {m} ORDER BY sum(cost) DESC LIMIT 1", rows=f"SELECT _row FROM parcels WHERE {m} = (SELECT {m} FROM parcels GROUP BY {m} ORDER BY sum(cost) DESC LIMIT 1)")
    q("How many shipments have not been delivered yet?", "count(*)", "parcels", "got IS NULL")
    q("How many shipments were delivered in September 2025?", "count(*)", "parcels", "got LIKE '2025-09%'")
    q("How many shipments left before 15 March 2025?", "count(*)", "parcels", "sent < '2025-03-15'")
    q("How many parcels were sent since August 2025?", "count(*)", "parcels", "sent >= '2025-08-01'")
    q("How many shipments were sent in the third quarter of 2025?", "count(*)", "parcels", "sent >= '2025-07-01' AND sent < '2025-10-01'")
    q("How many shipments are fragile?", "count(*)", "parcels", "fragile = 1")
    q("How many non-fragile shipments went by express?", "count(*)", "parcels", "fragile = 0 AND service = 'express'")
    q("How many express shipments to Milan were there?", "count(*)", "parcels", "service = 'express' AND city = 'Milan'")
    q("How many shipments weigh more than 50 kg?", "count(*)", "parcels", "weight > 50")
    q("How many shipments weigh at most 10 kg?", "count(*)", "parcels", "weight <= 10")
    q("How many shipments cost between 20 and 60 euros?", "count(*)", "parcels", "cost BETWEEN 20 AND 60")
    q("How many shipments consisted of exactly 3 boxes?", "count(*)", "parcels", "boxes = 3")
    q("How many shipments contain books or clothing?", "count(*)", "parcels", "goods IN ('books', 'clothing')")
    q("How many shipments went anywhere but Berlin?", "count(*)", "parcels", "city <> 'Berlin'")
    q("How many shipments got no rating?", "count(*)", "parcels", "stars IS NULL")
    q("What is the average rating of Nordpost?", "avg(stars)", "parcels", "carrier = 'Nordpost'", rows="SELECT _row FROM parcels WHERE carrier = 'Nordpost' AND stars IS NOT NULL")
    q("Which shipment was the heaviest?", "", "parcels", answer="SELECT id FROM parcels ORDER BY weight DESC LIMIT 1", rows="SELECT _row FROM parcels ORDER BY weight DESC LIMIT 1")
    q("What was the most expensive shipment to Porto?", "", "parcels", answer="SELECT id FROM parcels WHERE city = 'Porto' ORDER BY cost DESC LIMIT 1", rows="SELECT _row FROM parcels WHERE city = 'Porto' ORDER BY cost DESC LIMIT 1")
    q("What is the highest shipping cost we paid for electronics?", "max(cost)", "parcels", "goods = 'electronics'", rows="SELECT _row FROM parcels WHERE goods = 'electronics' ORDER BY cost DESC LIMIT 1")
    q("Which 3 shipments were the lightest?", "", "parcels", answer="SELECT id, weight FROM parcels ORDER BY weight LIMIT 3", rows="SELECT _row FROM parcels ORDER BY weight LIMIT 3")
    q("Which destination gets the most shipments?", "", "parcels", answer="SELECT city FROM parcels GROUP BY city ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM parcels WHERE city = (SELECT city FROM parcels GROUP BY city ORDER BY count(*) DESC LIMIT 1)")
    q("Which kind of goods has the lowest total shipping cost?", "", "parcels", answer="SELECT goods FROM parcels GROUP BY goods ORDER BY sum(cost) LIMIT 1", rows="SELECT _row FROM parcels WHERE goods = (SELECT goods FROM parcels GROUP BY goods ORDER BY sum(cost) LIMIT 1)")
    q("What percentage of shipments is fragile?", "100.0 * sum(fragile) / count(*)", "parcels", rows="SELECT _row FROM parcels WHERE fragile = 1")
    q("What share of the shipping cost goes to SwiftAir?", "100.0 * sum(CASE WHEN carrier = 'SwiftAir' THEN cost END) / sum(cost)", "parcels", rows="SELECT _row FROM parcels WHERE carrier = 'SwiftAir'")
    q("How many more shipments did Nordpost take than Rapido?", "sum(carrier = 'Nordpost') - sum(carrier = 'Rapido')", "parcels", rows="SELECT _row FROM parcels WHERE carrier IN ('Nordpost', 'Rapido')")
    q("What is the difference between the total weight sent to Lyon and to Oslo?", "round(abs(sum(CASE city WHEN 'Lyon' THEN weight WHEN 'Oslo' THEN -weight END)), 1)", "parcels", rows="SELECT _row FROM parcels WHERE city IN ('Lyon', 'Oslo')")
    q("How many shipments went by road?", "count(*)", c, "mode = 'road'")
    q("Shipping cost by transport mode", "", c, answer=f"SELECT mode, round(sum(cost), 2) FROM {c} GROUP BY mode", rows="SELECT _row FROM parcels")
    q("What is the total weight of shipments with insured carriers?", "round(sum(weight), 1)", c, "insured = 1")
    q("How many shipments did the Polish carrier take?", "count(*)", c, "country = 'Poland'")
    q("Which transport mode carries the most boxes?", "", c, answer=f"SELECT mode FROM {c} GROUP BY mode ORDER BY sum(boxes) DESC LIMIT 1", rows=f"SELECT parcels._row FROM {c} WHERE mode = (SELECT mode FROM {c} GROUP BY mode ORDER BY sum(boxes) DESC LIMIT 1)")
    q("How many carriers do we work with?", "count(*)", "carriers")
    q("Which carrier charges the lowest price per kg?", "", "carriers", answer="SELECT name FROM carriers ORDER BY rate LIMIT 1", rows="SELECT _row FROM carriers ORDER BY rate LIMIT 1")
    q("Which carriers are not insured?", "name", "carriers", "insured = 0")
    q("With which carrier do we have the oldest contract?", "", "carriers", answer="SELECT name FROM carriers ORDER BY since LIMIT 1", rows="SELECT _row FROM carriers ORDER BY since LIMIT 1")
    q("Since when have we had a contract with Ostkurier?", "since", "carriers", "name = 'Ostkurier'")
    q("Which carriers ship by road?", "name", "carriers", "mode = 'road'")
    s.close()


if __name__ == "__main__":
    make()
