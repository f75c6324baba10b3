"""A set phrased after the parser had been run on all others, and before it was changed for what it got wrong there."""
import os, random
from make import Set, day, serial, xlsx


def projects():
    s, rng = Set("h-projects"), random.Random(1)
    clients = [("Northgate Bank", "Finance", "London"), ("Alpine Rail", "Transport", "Zurich"), ("Medica Group", "Health", "Madrid"), ("Solvay Energy", "Energy", "Lisbon"), ("Orchid Hotels", "Travel", "Madrid")]
    rows = []
    for i, name in enumerate(["Atlas", "Beacon", "Cobalt", "Dynamo", "Echo", "Falcon", "Granite", "Horizon", "Indigo", "Juniper", "Krypton", "Lantern"]):
        start = day(rng, "2023-01-10", "2024-03-20")
        rows.append((f"P{11 + i}", name, rng.choice(clients)[0], rng.choice(["Planned", "Running", "Finished"]), rng.randrange(20, 400) * 1000, start, rng.choice(["Dana Ruiz", "Erik Holm", "Femi Ade"])))
    people = ["Gina Park", "Hal Brook", "Ines Costa", "Joao Pinto", "Kira Stahl"]
    sheets = [(day(rng, "2024-01-02", "2024-06-28"), rng.choice(rows)[0], rng.choice(people), rng.choice(["Design", "Testing", "Meetings", "Coding"]), rng.choice([1, 1.5, 2, 3, 4.5, 6, 7.5, 8]), rng.choice(["Yes", "No"])) for _ in range(58)]
    s.table("timesheets", ["date", "project_id", "employee", "activity", "hours", "billable"], sheets)
    s.table("projects", ["project_id", "name", "client", "status", "budget", "start", "manager"], rows)
    s.table("clients", ["client", "industry", "city"], clients)
    xlsx(os.path.join(s.folder, "projects.xlsx"), {
        "Timesheets": [("Date", "Project ID", "Employee", "Activity", "Hours", "Billable")] + [(("date", serial(d)), p, e, a, h, b) for d, p, e, a, h, b in sheets],
        "Projects": [("Project ID", "Project name", "Client", "Status", "Budget (GBP)", "Kick-off", "Project manager")] + [(p, n, c, st, ("money", b), ("date", serial(d)), m) for p, n, c, st, b, d, m in rows],
        "Clients": [("Client", "Industry", "City")] + clients})
    T, P, TP, PC = "timesheets", "projects", "timesheets JOIN projects USING (project_id)", "projects JOIN clients USING (client)"
    r = lambda where, order="": f"SELECT 'projects:'||_row FROM projects WHERE {where} {order}"
    def top(text, key, source, order, where="1", table="timesheets"):
        t = f"SELECT {key} FROM {source} WHERE {where} GROUP BY {key} ORDER BY {order} LIMIT 1"
        s.q(text, None, source, answer=t, rows=f"SELECT '{table}:'||{table}._row FROM {source} WHERE {where} AND {key}=({t})")
    s.q("How many projects are currently running?", "count(*)", P, "status='Running'")
    s.q("How many hours did Gina Park log?", "sum(hours)", T, "employee='Gina Park'")
    s.q("What's the total number of billable hours?", "sum(hours)", T, "billable='Yes'")
    s.q("How many non-billable hours were there in April?", "sum(hours)", T, "billable='No' AND date LIKE '2024-04%'")
    s.q("How many timesheet entries are for testing?", "count(*)", T, "activity='Testing'")
    s.q("Which project has the largest budget?", None, P, answer="SELECT name FROM projects ORDER BY budget DESC LIMIT 1", rows=r("1", "ORDER BY budget DESC LIMIT 1"))
    s.q("What is the average budget of finished projects?", "avg(budget)", P, "status='Finished'")
    s.q("How many projects does Erik Holm manage?", "count(*)", P, "manager='Erik Holm'")
    s.q("How many hours were spent on Atlas?", "sum(hours)", TP, "name='Atlas'") if s.db.execute("SELECT count(*) FROM timesheets JOIN projects USING (project_id) WHERE name='Atlas'").fetchone()[0] else s.q("How many hours were spent on Beacon?", "sum(hours)", TP, "name='Beacon'")
    s.q("How many hours went into projects managed by Dana Ruiz?", "sum(hours)", TP, "manager='Dana Ruiz'")
    top("Who logged the most hours?", "employee", T, "sum(hours) DESC")
    top("Which activity takes up the most hours?", "activity", T, "sum(hours) DESC")
    s.q("How many projects have a budget above £200,000?", "count(*)", P, "budget>200000")
    s.q("How many projects kicked off in 2023?", "count(*)", P, "start LIKE '2023%'")
    s.q("Which projects started after January 2024?", "name", P, "start>'2024-01-31'")
    s.q("How many clients are based in Madrid?", "count(*)", "clients", "city='Madrid'")
    s.q("How many projects do we run for clients in Madrid?", "count(*)", PC, "city='Madrid'")
    s.q("What is the combined budget of all energy clients' projects?", "sum(budget)", PC, "industry='Energy'") if s.db.execute("SELECT count(*) FROM projects JOIN clients USING (client) WHERE industry='Energy'").fetchone()[0] else s.q("What is the combined budget of all finance clients' projects?", "sum(budget)", PC, "industry='Finance'")
    s.q("How many hours per employee?", None, T, answer="SELECT employee, sum(hours) FROM timesheets GROUP BY employee", rows="SELECT _row FROM timesheets")
    s.q("What is the average number of hours per activity?", None, T, answer="SELECT activity, avg(hours) FROM timesheets GROUP BY activity", rows="SELECT _row FROM timesheets")
    s.q("Who is the project manager of Falcon?", "manager", P, "name='Falcon'")
    s.q("When did Horizon kick off?", "start", P, "name='Horizon'")
    s.q("What status does Granite have?", "status", P, "name='Granite'")
    s.q("Which client is Juniper for?", "client", P, "name='Juniper'")
    s.q("How many entries are longer than 6 hours?", "count(*)", T, "hours>6")
    s.q("How many entries of at least 7.5 hours did Hal Brook make?", "count(*)", T, "hours>=7.5 AND employee='Hal Brook'")
    s.q("What percentage of entries is billable?", None, T, answer="SELECT 100.0*sum(billable='Yes')/count(*) FROM timesheets", rows="SELECT _row FROM timesheets WHERE billable='Yes'")
    s.q("How many hours of meetings did Kira Stahl have in the first quarter of 2024?", "coalesce(sum(hours),0)", T, "activity='Meetings' AND employee='Kira Stahl' AND date<'2024-04-01'") if s.db.execute("SELECT count(*) FROM timesheets WHERE activity='Meetings' AND employee='Kira Stahl' AND date<'2024-04-01'").fetchone()[0] else s.q("How many hours did Kira Stahl work in the first quarter of 2024?", "sum(hours)", T, "employee='Kira Stahl' AND date<'2024-04-01'")
    s.q("How many projects are neither planned nor finished?", "count(*)", P, "status='Running'")
    s.q("Which manager has the most projects?", None, P, answer="SELECT manager FROM projects GROUP BY manager ORDER BY count(*) DESC LIMIT 1", rows="SELECT 'projects:'||_row FROM projects WHERE manager=(SELECT manager FROM projects GROUP BY manager ORDER BY count(*) DESC LIMIT 1)")
    s.q("How many different activities were recorded?", "count(DISTINCT activity)", T)
    s.q("What's the smallest budget of a running project?", "min(budget)", P, "status='Running'", rows=r("status='Running'", "ORDER BY budget LIMIT 1"))
    s.q("List the projects of Northgate Bank.", "name", P, "client='Northgate Bank'") if s.db.execute("SELECT count(*) FROM projects WHERE client='Northgate Bank'").fetchone()[0] else s.q("List the projects of Medica Group.", "name", P, "client='Medica Group'")
    s.q("How many hours were booked between 1 March and 31 March 2024?", "sum(hours)", T, "date BETWEEN '2024-03-01' AND '2024-03-31'")
    s.q("How many employees booked time?", "count(DISTINCT employee)", T)
    s.q("What is the total budget per client?", None, P, answer="SELECT client, sum(budget) FROM projects GROUP BY client", rows="SELECT 'projects:'||_row FROM projects")
    s.q("How many projects per status do we have?", None, P, answer="SELECT status, count(*) FROM projects GROUP BY status", rows="SELECT 'projects:'||_row FROM projects")
    s.q("How many more hours did Gina Park log than Hal Brook?", None, T, answer="SELECT (SELECT sum(hours) FROM timesheets WHERE employee='Gina Park')-(SELECT sum(hours) FROM timesheets WHERE employee='Hal Brook')", rows="SELECT _row FROM timesheets WHERE employee IN ('Gina Park','Hal Brook')")
    s.q("Which employees have more than ten entries?", None, T, answer="SELECT employee FROM timesheets GROUP BY employee HAVING count(*)>10", rows="SELECT _row FROM timesheets WHERE employee IN (SELECT employee FROM timesheets GROUP BY employee HAVING count(*)>10)")
    s.q("How many industries do our clients come from?", "count(DISTINCT industry)", "clients")
    s.q("How many coding or design entries does Ines Costa have?", "count(*)", T, "activity IN ('Coding','Design') AND employee='Ines Costa'")
    s.q("What was the first project to start?", None, P, answer="SELECT name FROM projects ORDER BY start LIMIT 1", rows=r("1", "ORDER BY start LIMIT 1"))
    s.q("What are the three biggest projects by budget?", None, P, answer="SELECT name FROM projects ORDER BY budget DESC LIMIT 3", rows=r("1", "ORDER BY budget DESC LIMIT 3"))
    s.q("What is the median number of hours?", None, T, answer="SELECT avg(hours) FROM (SELECT hours FROM timesheets ORDER BY hours LIMIT 2 - (SELECT count(*) FROM timesheets) % 2 OFFSET (SELECT (count(*) - 1) / 2 FROM timesheets))", rows="SELECT _row FROM timesheets")
    s.q("How many projects with a budget of less than 100k are planned?", "count(*)", P, "budget<100000 AND status='Planned'")
    top("On which project were the most hours spent?", "name", TP, "sum(hours) DESC")
    s.q("In which city is Solvay Energy?", "city", "clients", "client='Solvay Energy'")
    s.q("How many hours did Joao Pinto spend on things other than meetings?", "sum(hours)", T, "employee='Joao Pinto' AND activity<>'Meetings'")
    s.q("How many hours were billed to finished projects?", "sum(hours)", TP, "status='Finished' AND billable='Yes'")
    s.q("What is the total time spent on coding in May 2024?", "sum(hours)", T, "activity='Coding' AND date LIKE '2024-05%'")
    s.close()


def make():
    projects()
