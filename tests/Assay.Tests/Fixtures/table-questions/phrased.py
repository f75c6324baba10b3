"""The hand-phrased sets: realistic tables (drawn with a fixed seed) and 50 questions each, as people ask them."""
import os, random
from make import Set, csv, day, serial, xlsx


def tickets():
    s, rng = Set("h-tickets"), random.Random(3)
    cities = ["Berlin", "Munich", "Hamburg", "Cologne", "Leipzig"]
    people = ["Kim Lee", "Jonas Weber", "Aisha Khan", "Marta Nowak"]
    titles = ["Printer offline", "VPN drops", "Password reset", "Monitor flickers", "Email bounce", "Laptop slow", "Badge not working", "License expired"]
    rows = []
    for i in range(60):
        status = rng.choices(["Open", "Pending", "Closed"], [4, 2, 6])[0]
        opened = day(rng, "2024-01-03", "2024-06-20")
        closed = day(rng, max(opened, "2024-03-01"), "2024-06-30") if status == "Closed" else None
        rows.append((f"T-{1001 + i}", rng.choice(titles), rng.choice(cities), status, rng.choices(["Low", "Medium", "High", "Critical"], [3, 5, 3, 1])[0],
                     rng.choice(people) if rng.random() > .12 else None, opened, closed, round(rng.uniform(.5, 14), 1)))
    s.table("tickets", ["ticket", "title", "city", "status", "priority", "assignee", "opened", "closed", "hours"], rows)
    s.write("tickets.csv", csv([("Ticket", "Title", "City", "Status", "Priority", "Assignee", "Opened", "Closed", "Hours")] + rows))
    T = "tickets"
    s.q("How many open tickets does Berlin have?", "count(*)", T, "status='Open' AND city='Berlin'")
    s.q("How many tickets are there in total?", "count(*)", T)
    s.q("How many tickets have been closed?", "count(*)", T, "status='Closed'")
    s.q("How many high priority tickets are still open?", "count(*)", T, "status='Open' AND priority='High'")
    s.q("How many tickets is Kim Lee working on?", "count(*)", T, "assignee='Kim Lee'")
    s.q("How many hours were spent on tickets from Hamburg?", "sum(hours)", T, "city='Hamburg'")
    s.q("What is the average number of hours for critical tickets?", "avg(hours)", T, "priority='Critical'")
    s.q("Which city has the most tickets?", None, T, answer="SELECT city FROM tickets GROUP BY city ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM tickets WHERE city=(SELECT city FROM tickets GROUP BY city ORDER BY count(*) DESC LIMIT 1)")
    s.q("Who has the most open tickets?", None, T, answer="SELECT assignee FROM tickets WHERE status='Open' AND assignee IS NOT NULL GROUP BY assignee ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM tickets WHERE status='Open' AND assignee=(SELECT assignee FROM tickets WHERE status='Open' AND assignee IS NOT NULL GROUP BY assignee ORDER BY count(*) DESC LIMIT 1)")
    s.q("How many tickets were opened in March?", "count(*)", T, "opened LIKE '2024-03%'")
    s.q("How many tickets were opened before February 2024?", "count(*)", T, "opened<'2024-02-01'")
    s.q("How many tickets were opened after 1 May 2024?", "count(*)", T, "opened>'2024-05-01'")
    s.q("Count the tickets with no assignee.", "count(*)", T, "assignee IS NULL")
    s.q("How many tickets are unassigned and open?", "count(*)", T, "assignee IS NULL AND status='Open'")
    s.q("How many tickets in Munich or Cologne are pending?", "count(*)", T, "city IN ('Munich','Cologne') AND status='Pending'")
    s.q("How many tickets are not closed?", "count(*)", T, "status<>'Closed'")
    s.q("What's the total number of hours logged by Aisha Khan?", "sum(hours)", T, "assignee='Aisha Khan'")
    s.q("Which ticket took the most hours?", None, T, answer="SELECT ticket FROM tickets ORDER BY hours DESC LIMIT 1", rows="SELECT _row FROM tickets ORDER BY hours DESC LIMIT 1")
    s.q("How many tickets took more than 10 hours?", "count(*)", T, "hours>10")
    s.q("How many tickets took at least 5 hours in Leipzig?", "count(*)", T, "hours>=5 AND city='Leipzig'")
    s.q("How many tickets took less than two hours?", "count(*)", T, "hours<2")
    s.q("How many tickets took between 3 and 6 hours?", "count(*)", T, "hours BETWEEN 3 AND 6")
    s.q("How many different cities have tickets?", "count(DISTINCT city)", T)
    s.q("How many VPN drops tickets do we have?", "count(*)", T, "title='VPN drops'")
    s.q("How many tickets per priority?", None, T, answer="SELECT priority, count(*) FROM tickets GROUP BY priority", rows="SELECT _row FROM tickets")
    s.q("What is the average hours per city?", None, T, answer="SELECT city, avg(hours) FROM tickets GROUP BY city", rows="SELECT _row FROM tickets")
    s.q("What share of tickets is closed?", None, T, answer="SELECT 100.0*sum(status='Closed')/count(*) FROM tickets", rows="SELECT _row FROM tickets WHERE status='Closed'")
    s.q("What percentage of the Berlin tickets are open?", None, T, answer="SELECT 100.0*sum(status='Open')/count(*) FROM tickets WHERE city='Berlin'", rows="SELECT _row FROM tickets WHERE status='Open' AND city='Berlin'")
    s.q("How many more tickets does Berlin have than Hamburg?", None, T, answer="SELECT sum(city='Berlin')-sum(city='Hamburg') FROM tickets", rows="SELECT _row FROM tickets WHERE city IN ('Berlin','Hamburg')")
    s.q("Which assignee spent the most hours?", None, T, answer="SELECT assignee FROM tickets WHERE assignee IS NOT NULL GROUP BY assignee ORDER BY sum(hours) DESC LIMIT 1", rows="SELECT _row FROM tickets WHERE assignee=(SELECT assignee FROM tickets WHERE assignee IS NOT NULL GROUP BY assignee ORDER BY sum(hours) DESC LIMIT 1)")
    s.q("Which city has the fewest open tickets?", None, T, answer="SELECT city FROM tickets WHERE status='Open' GROUP BY city ORDER BY count(*) LIMIT 1", rows="SELECT _row FROM tickets WHERE status='Open' AND city=(SELECT city FROM tickets WHERE status='Open' GROUP BY city ORDER BY count(*) LIMIT 1)")
    s.q("When was ticket T-1010 opened?", "opened", T, "ticket='T-1010'")
    s.q("What is the status of T-1022?", "status", T, "ticket='T-1022'")
    s.q("Number of closed low-priority tickets", "count(*)", T, "status='Closed' AND priority='Low'")
    s.q("How many tickets did Jonas Weber close?", "count(*)", T, "status='Closed' AND assignee='Jonas Weber'")
    s.q("What is the longest time spent on a ticket in Cologne, in hours?", "max(hours)", T, "city='Cologne'", rows="SELECT _row FROM tickets WHERE city='Cologne' ORDER BY hours DESC LIMIT 1")
    s.q("Show me the number of tickets by status", None, T, answer="SELECT status, count(*) FROM tickets GROUP BY status", rows="SELECT _row FROM tickets")
    s.q("How many tickets opened in the second quarter of 2024?", "count(*)", T, "opened BETWEEN '2024-04-01' AND '2024-06-30'")
    s.q("How many tickets were opened between 1 February and 15 March 2024?", "count(*)", T, "opened BETWEEN '2024-02-01' AND '2024-03-15'")
    s.q("How many critical or high priority tickets are there?", "count(*)", T, "priority IN ('Critical','High')")
    s.q("How many tickets outside Berlin are open?", "count(*)", T, "city<>'Berlin' AND status='Open'")
    s.q("What was the first ticket opened?", None, T, answer="SELECT ticket FROM tickets WHERE opened=(SELECT min(opened) FROM tickets)", rows="SELECT _row FROM tickets WHERE opened=(SELECT min(opened) FROM tickets)")
    s.q("How many tickets were closed in May?", "count(*)", T, "closed LIKE '2024-05%'")
    s.q("Which tickets in Leipzig are pending?", "ticket", T, "city='Leipzig' AND status='Pending'")
    s.q("How many assignees are there?", "count(DISTINCT assignee)", T, "assignee IS NOT NULL")
    s.q("What are the total hours for closed tickets assigned to Marta Nowak?", "sum(hours)", T, "status='Closed' AND assignee='Marta Nowak'")
    s.q("Which three tickets took the longest?", None, T, answer="SELECT ticket FROM tickets ORDER BY hours DESC LIMIT 3", rows="SELECT _row FROM tickets ORDER BY hours DESC LIMIT 3")
    s.q("In how many cities do we have critical tickets?", "count(DISTINCT city)", T, "priority='Critical'")
    s.q("How many tickets except the closed ones belong to Kim Lee?", "count(*)", T, "status<>'Closed' AND assignee='Kim Lee'")
    s.q("How many printer tickets came from Munich?", "count(*)", T, "title='Printer offline' AND city='Munich'")
    s.close()


def company():
    s, rng = Set("h-company"), random.Random(2)
    depts = [("Engineering", "Kim Lee", 3, 1200000, "Vienna"), ("Sales", "Omar Haddad", 1, 640000, "Graz"), ("Marketing", "Lena Fuchs", 2, 410000, "Graz"),
             ("Finance", "Paul Stein", 4, 380000, "Vienna"), ("Support", "Kim Lee", 1, 295000, "Linz"), ("Legal", "Ines Vogt", 4, 210000, "Vienna")]
    first = ["Anna", "Ben", "Clara", "David", "Eva", "Felix", "Greta", "Hugo", "Ida", "Jan", "Katja", "Leo", "Mia", "Noah", "Olga", "Peter", "Rosa", "Sam", "Tina", "Uwe", "Vera", "Willi", "Xenia", "Yann", "Zoe"]
    last = ["Bauer", "Huber", "Gruber", "Wagner", "Pichler", "Moser", "Mayer", "Hofer"]
    titles = {"Engineering": ["Developer", "Architect", "Tester"], "Sales": ["Account Manager", "Sales Rep"], "Marketing": ["Designer", "Copywriter"], "Finance": ["Controller", "Accountant"], "Support": ["Agent", "Team Lead"], "Legal": ["Counsel"]}
    rows, used = [], set()
    for i in range(48):
        while True:
            name = f"{rng.choice(first)} {rng.choice(last)}"
            if name not in used:
                used.add(name)
                break
        d = rng.choices([x[0] for x in depts], [14, 9, 7, 6, 8, 3])[0]
        rows.append((name, rng.choice(titles[d]), d, 32000 + rng.randrange(0, 620) * 100, day(rng, "2012-03-01", "2024-02-28"), rng.choice(["Yes", "No"]), rng.randrange(22, 63)))
    s.table("employees", ["name", "job", "department", "salary", "start", "remote", "age"], rows)
    s.table("departments", ["department", "lead", "floor", "budget", "location"], depts)
    head = ("Name", "Job title", "Department", "Salary (EUR)", "Start date", "Remote", "Age")
    xlsx(os.path.join(s.folder, "company.xlsx"), {
        "Employees": [head] + [(n, j, d, ("money", sal), ("date", serial(st)), r, a) for n, j, d, sal, st, r, a in rows],
        "Departments": [("Department", "Lead", "Floor", "Budget (EUR)", "Location")] + [(d, l, f, ("money", b), loc) for d, l, f, b, loc in depts]})
    E, J = "employees", "employees JOIN departments USING (department)"
    s.q("How many employees work in departments led by Kim Lee?", "count(*)", J, "lead='Kim Lee'")
    s.q("How many people work in Engineering?", "count(*)", E, "department='Engineering'")
    s.q("What is the average salary in Sales?", "avg(salary)", E, "department='Sales'")
    s.q("Who earns the most?", None, E, answer="SELECT name FROM employees WHERE salary=(SELECT max(salary) FROM employees)", rows="SELECT _row FROM employees WHERE salary=(SELECT max(salary) FROM employees)")
    s.q("Who is the oldest employee?", None, E, answer="SELECT name FROM employees WHERE age=(SELECT max(age) FROM employees)", rows="SELECT _row FROM employees WHERE age=(SELECT max(age) FROM employees)")
    s.q("How many employees are located in Vienna?", "count(*)", J, "location='Vienna'")
    s.q("What's the total salary of people in Graz?", "sum(salary)", J, "location='Graz'")
    s.q("Which department has the most employees?", None, E, answer="SELECT department FROM employees GROUP BY department ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM employees WHERE department=(SELECT department FROM employees GROUP BY department ORDER BY count(*) DESC LIMIT 1)")
    s.q("Which department has the highest budget?", None, "departments", answer="SELECT department FROM departments ORDER BY budget DESC LIMIT 1", rows="SELECT 'departments:'||_row FROM departments ORDER BY budget DESC LIMIT 1")
    s.q("What is the combined budget of all departments?", "sum(budget)", "departments")
    s.q("How many departments are on floor 4?", "count(*)", "departments", "floor=4")
    s.q("Who leads Marketing?", "lead", "departments", "department='Marketing'")
    s.q("How many employees work remotely?", "count(*)", E, "remote='Yes'")
    s.q("How many employees in Support do not work remotely?", "count(*)", E, "remote='No' AND department='Support'")
    s.q("How many employees earn more than 70,000 EUR?", "count(*)", E, "salary>70000")
    s.q("How many developers earn less than 50000?", "count(*)", E, "salary<50000 AND job='Developer'")
    s.q("How many employees started in 2020?", "count(*)", E, "start LIKE '2020%'")
    s.q("How many people joined since January 2019?", "count(*)", E, "start>='2019-01-01'")
    s.q("How many people were hired before 2015?", "count(*)", E, "start<'2015-01-01'")
    s.q("What is the average age of employees in Finance?", "avg(age)", E, "department='Finance'")
    s.q("What is the average salary per department?", None, E, answer="SELECT department, avg(salary) FROM employees GROUP BY department", rows="SELECT _row FROM employees")
    s.q("Which department pays the highest average salary?", None, E, answer="SELECT department FROM employees GROUP BY department ORDER BY avg(salary) DESC LIMIT 1", rows="SELECT _row FROM employees WHERE department=(SELECT department FROM employees GROUP BY department ORDER BY avg(salary) DESC LIMIT 1)")
    s.q("How many different job titles are there?", "count(DISTINCT job)", E)
    s.q("How many employees are over 50?", "count(*)", E, "age>50")
    s.q("How many employees are younger than 30 and work in Engineering?", "count(*)", E, "age<30 AND department='Engineering'")
    s.q("How many employees are between 30 and 40 years old?", "count(*)", E, "age BETWEEN 30 AND 40")
    s.q("What is the lowest salary in Engineering?", "min(salary)", E, "department='Engineering'", rows="SELECT _row FROM employees WHERE department='Engineering' ORDER BY salary LIMIT 1")
    s.q("Which departments are located in Vienna?", "department", "departments", "location='Vienna'")
    s.q("How many departments does Kim Lee lead?", "count(*)", "departments", "lead='Kim Lee'")
    s.q("What is the total budget of departments in Vienna?", "sum(budget)", "departments", "location='Vienna'")
    s.q("How many accountants and controllers do we have?", "count(*)", E, "job IN ('Accountant','Controller')")
    s.q("What's the average salary of remote employees?", "avg(salary)", E, "remote='Yes'")
    s.q("How many people work on floor 1?", "count(*)", J, "floor=1")
    s.q("Who joined most recently?", None, E, answer="SELECT name FROM employees WHERE start=(SELECT max(start) FROM employees)", rows="SELECT _row FROM employees WHERE start=(SELECT max(start) FROM employees)")
    s.q("Who are the five best paid employees?", None, E, answer="SELECT name FROM employees ORDER BY salary DESC LIMIT 5", rows="SELECT _row FROM employees ORDER BY salary DESC LIMIT 5")
    s.q("How many employees are not in Engineering or Sales?", "count(*)", E, "department NOT IN ('Engineering','Sales')")
    s.q("How many employees work in departments with a budget over 400,000?", "count(*)", J, "budget>400000")
    s.q("What is the total salary cost of the departments led by Kim Lee?", "sum(salary)", J, "lead='Kim Lee'")
    s.q("Which location has the most employees?", None, J, answer="SELECT location FROM employees JOIN departments USING (department) GROUP BY location ORDER BY count(*) DESC LIMIT 1", rows="SELECT employees._row FROM employees JOIN departments USING (department) WHERE location=(SELECT location FROM employees JOIN departments USING (department) GROUP BY location ORDER BY count(*) DESC LIMIT 1)")
    s.q("How many employees are there per location?", None, J, answer="SELECT location, count(*) FROM employees JOIN departments USING (department) GROUP BY location", rows="SELECT _row FROM employees")
    s.q("What is the difference in budget between Engineering and Sales?", None, "departments", answer="SELECT abs((SELECT budget FROM departments WHERE department='Engineering')-(SELECT budget FROM departments WHERE department='Sales'))", rows="SELECT 'departments:'||_row FROM departments WHERE department IN ('Engineering','Sales')")
    s.q("How many more people work in Engineering than in Legal?", None, E, answer="SELECT sum(department='Engineering')-sum(department='Legal') FROM employees", rows="SELECT _row FROM employees WHERE department IN ('Engineering','Legal')")
    s.q("What percentage of employees works remotely?", None, E, answer="SELECT 100.0*sum(remote='Yes')/count(*) FROM employees", rows="SELECT _row FROM employees WHERE remote='Yes'")
    s.q("Which departments have more than eight employees?", "department", E, answer="SELECT department FROM employees GROUP BY department HAVING count(*)>8", rows="SELECT _row FROM employees WHERE department IN (SELECT department FROM employees GROUP BY department HAVING count(*)>8)")
    s.q("What is the median salary?", None, E, answer="SELECT avg(salary) FROM (SELECT salary FROM employees ORDER BY salary LIMIT 2 - (SELECT count(*) FROM employees) % 2 OFFSET (SELECT (count(*) - 1) / 2 FROM employees))", rows="SELECT _row FROM employees")
    s.q("How many testers were hired after 2018?", "count(*)", E, "job='Tester' AND start>'2018-12-31'")
    s.q("What is the average age of people working in Linz?", "avg(age)", J, "location='Linz'")
    s.q("How many remote developers are there?", "count(*)", E, "job='Developer' AND remote='Yes'")
    s.q("What is the sum of salaries in Marketing and Legal?", "sum(salary)", E, "department IN ('Marketing','Legal')")
    s.q("On which floor is Finance?", "floor", "departments", "department='Finance'")
    s.close()


def invoices():
    s, rng = Set("h-invoices"), random.Random(1)
    customers = [("Acme Corp", "Germany"), ("Blue Harbor Ltd", "Ireland"), ("Cedar & Sons", "France"), ("Delta Foods", "Germany"), ("Evergreen SA", "France"), ("Fjord Systems", "Norway"), ("Gallo Imports", "Italy")]
    rows = []
    for i in range(55):
        c, country = rng.choices(customers, [6, 4, 3, 5, 3, 2, 3])[0]
        issued = day(rng, "2023-11-05", "2024-05-28")
        rows.append((f"INV-{2301 + i}", c, country, issued, day(rng, issued, "2024-06-30"), round(rng.uniform(60, 4200), 2), rng.choices(["Paid", "Open", "Overdue"], [6, 3, 2])[0], rng.choice(["bank transfer", "card", "PayPal"])))
    total = round(sum(r[5] for r in rows), 2)
    s.table("invoices", ["invoice", "customer", "country", "issued", "due", "amount", "status", "payment"], rows)
    de = lambda iso: ".".join(reversed(iso.split("-")))
    s.write("invoices.csv", csv([("Invoice no.", "Customer", "Country", "Issue date", "Due date", "Amount (EUR)", "Status", "Payment method")]
        + [(i, c, co, de(a), de(b), f"{m:,.2f}", st, p) for i, c, co, a, b, m, st, p in rows] + [("Total", "", "", "", "", f"{total:,.2f}", "", "")], ";"))
    I = "invoices"
    s.q("What is the total of invoices over 500 EUR in March?", "sum(amount)", I, "amount>500 AND issued LIKE '2024-03%'")
    s.q("How many invoices are there?", "count(*)", I)
    s.q("What is the total amount of all invoices?", "sum(amount)", I)
    s.q("How much money is still overdue?", "sum(amount)", I, "status='Overdue'")
    s.q("How many invoices are overdue?", "count(*)", I, "status='Overdue'")
    s.q("How many unpaid invoices does Acme have?", "count(*)", I, "status<>'Paid' AND customer='Acme Corp'")
    s.q("What is the average invoice amount for Delta Foods?", "avg(amount)", I, "customer='Delta Foods'")
    s.q("Which customer has the highest total amount?", None, I, answer="SELECT customer FROM invoices GROUP BY customer ORDER BY sum(amount) DESC LIMIT 1", rows="SELECT _row FROM invoices WHERE customer=(SELECT customer FROM invoices GROUP BY customer ORDER BY sum(amount) DESC LIMIT 1)")
    s.q("What is the largest invoice?", None, I, answer="SELECT invoice FROM invoices ORDER BY amount DESC LIMIT 1", rows="SELECT _row FROM invoices ORDER BY amount DESC LIMIT 1")
    s.q("How many invoices were issued in 2023?", "count(*)", I, "issued LIKE '2023%'")
    s.q("What is the sum of paid invoices from France?", "sum(amount)", I, "status='Paid' AND country='France'")
    s.q("How many invoices were paid by card?", "count(*)", I, "status='Paid' AND payment='card'")
    s.q("How many different customers do we have in Germany?", "count(DISTINCT customer)", I, "country='Germany'")
    s.q("How many invoices are above €2,000?", "count(*)", I, "amount>2000")
    s.q("How many invoices are below 600 euros?", "count(*)", I, "amount<600")
    s.q("What's the total per country?", None, I, answer="SELECT country, sum(amount) FROM invoices GROUP BY country", rows="SELECT _row FROM invoices")
    s.q("How many invoices has each customer got?", None, I, answer="SELECT customer, count(*) FROM invoices GROUP BY customer", rows="SELECT _row FROM invoices")
    s.q("What is the amount of invoice INV-2315?", "amount", I, "invoice='INV-2315'")
    s.q("When is INV-2330 due?", "due", I, "invoice='INV-2330'")
    s.q("How many invoices were issued between January 2024 and March 2024?", "count(*)", I, "issued BETWEEN '2024-01-01' AND '2024-03-31'")
    s.q("What did Gallo Imports spend altogether?", "sum(amount)", I, "customer='Gallo Imports'")
    s.q("Which country has the most overdue invoices?", None, I, answer="SELECT country FROM invoices WHERE status='Overdue' GROUP BY country ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM invoices WHERE status='Overdue' AND country=(SELECT country FROM invoices WHERE status='Overdue' GROUP BY country ORDER BY count(*) DESC LIMIT 1)")
    s.q("What is the smallest amount billed to Evergreen?", "min(amount)", I, "customer='Evergreen SA'", rows="SELECT _row FROM invoices WHERE customer='Evergreen SA' ORDER BY amount LIMIT 1")
    s.q("How many open invoices are larger than 1,000 EUR?", "count(*)", I, "status='Open' AND amount>1000")
    s.q("Which payment method is used most often?", None, I, answer="SELECT payment FROM invoices GROUP BY payment ORDER BY count(*) DESC LIMIT 1", rows="SELECT _row FROM invoices WHERE payment=(SELECT payment FROM invoices GROUP BY payment ORDER BY count(*) DESC LIMIT 1)")
    s.q("How much did customers outside Germany spend in total?", "sum(amount)", I, "country<>'Germany'")
    s.q("What percentage of invoices is paid?", None, I, answer="SELECT 100.0*sum(status='Paid')/count(*) FROM invoices", rows="SELECT _row FROM invoices WHERE status='Paid'")
    s.q("List the invoices of Delta Foods that are not paid.", "invoice", I, "customer='Delta Foods' AND status<>'Paid'")
    s.q("How many invoices are neither open nor overdue?", "count(*)", I, "status NOT IN ('Open','Overdue')")
    s.q("Which customers have more than 10 invoices?", None, I, answer="SELECT customer FROM invoices GROUP BY customer HAVING count(*)>10", rows="SELECT _row FROM invoices WHERE customer IN (SELECT customer FROM invoices GROUP BY customer HAVING count(*)>10)")
    s.q("What is the average amount of invoices paid by bank transfer?", "avg(amount)", I, "status='Paid' AND payment='bank transfer'")
    s.q("How many invoices were issued after 15 April 2024?", "count(*)", I, "issued>'2024-04-15'")
    s.q("What was the last invoice issued to Blue Harbor?", None, I, answer="SELECT invoice FROM invoices WHERE customer='Blue Harbor Ltd' ORDER BY issued DESC LIMIT 1", rows="SELECT _row FROM invoices WHERE customer='Blue Harbor Ltd' ORDER BY issued DESC LIMIT 1")
    s.q("How many PayPal invoices are there?", "count(*)", I, "payment='PayPal'")
    s.q("What's the total for Acme Corp and Delta Foods together?", "sum(amount)", I, "customer IN ('Acme Corp','Delta Foods')")
    s.q("How many invoices were issued in the first quarter of 2024?", "count(*)", I, "issued BETWEEN '2024-01-01' AND '2024-03-31'")
    s.q("How much more did Acme Corp spend than Gallo Imports?", None, I, answer="SELECT (SELECT sum(amount) FROM invoices WHERE customer='Acme Corp')-(SELECT sum(amount) FROM invoices WHERE customer='Gallo Imports')", rows="SELECT _row FROM invoices WHERE customer IN ('Acme Corp','Gallo Imports')")
    s.q("Number of invoices from Norway", "count(*)", I, "country='Norway'")
    s.q("What are the top three invoices by amount?", None, I, answer="SELECT invoice FROM invoices ORDER BY amount DESC LIMIT 3", rows="SELECT _row FROM invoices ORDER BY amount DESC LIMIT 3")
    s.q("How many countries do our customers come from?", "count(DISTINCT country)", I)
    s.q("What is the total open amount in Italy?", "sum(amount)", I, "status='Open' AND country='Italy'") if s.db.execute("SELECT count(*) FROM invoices WHERE status='Open' AND country='Italy'").fetchone()[0] else s.q("What is the total paid amount in Italy?", "sum(amount)", I, "status='Paid' AND country='Italy'")
    s.q("Which customer has the fewest invoices?", None, I, answer="SELECT customer FROM invoices GROUP BY customer HAVING count(*)=(SELECT min(n) FROM (SELECT count(*) n FROM invoices GROUP BY customer))", rows="SELECT _row FROM invoices WHERE customer IN (SELECT customer FROM invoices GROUP BY customer HAVING count(*)=(SELECT min(n) FROM (SELECT count(*) n FROM invoices GROUP BY customer)))")
    s.q("Who is the customer of invoice INV-2340?", "customer", I, "invoice='INV-2340'")
    s.q("How many invoices of at least 3000 EUR did we send to customers in Germany?", "count(*)", I, "amount>=3000 AND country='Germany'")
    s.q("What is the average amount per status?", None, I, answer="SELECT status, avg(amount) FROM invoices GROUP BY status", rows="SELECT _row FROM invoices")
    s.q("What is the maximum amount paid by card in France?", "max(amount)", I, "status='Paid' AND payment='card' AND country='France'", rows="SELECT _row FROM invoices WHERE status='Paid' AND payment='card' AND country='France' ORDER BY amount DESC LIMIT 1")
    s.q("How many invoices does Cedar & Sons have?", "count(*)", I, "customer='Cedar & Sons'")
    s.q("How many invoices fell due before 1 February 2024?", "count(*)", I, "due<'2024-02-01'")
    s.q("Sum of all overdue amounts for Acme Corp", "sum(amount)", I, "status='Overdue' AND customer='Acme Corp'") if s.db.execute("SELECT count(*) FROM invoices WHERE status='Overdue' AND customer='Acme Corp'").fetchone()[0] else s.q("Sum of all open amounts for Acme Corp", "sum(amount)", I, "status='Open' AND customer='Acme Corp'")
    s.q("How many invoices use a payment method other than card?", "count(*)", I, "payment<>'card'")
    s.close()


def shop():
    s, rng = Set("h-shop"), random.Random(2)
    first = ["Lucas", "Sofia", "Mateo", "Emma", "Liam", "Chloe", "Nils", "Freya", "Hana", "Diego"]
    last = ["Rossi", "Silva", "Martin", "Olsen", "Novak", "Dubois", "Keller", "Tanaka", "Byrne", "Garcia"]
    countries = ["Spain", "Portugal", "Austria", "Japan", "Ireland"]
    customers = [(f"C{101 + i}", f"{first[i]} {last[i]}", rng.choice(countries), rng.choice(["Consumer", "Business"]), day(rng, "2019-01-01", "2023-12-31")) for i in range(10)]
    products = [("Desk Lamp", "Lighting", 39.9), ("Floor Lamp", "Lighting", 89.0), ("Office Chair", "Furniture", 249.0), ("Standing Desk", "Furniture", 499.0), ("Bookcase", "Furniture", 129.5), ("Keyboard", "Electronics", 59.0), ("Webcam", "Electronics", 74.9)]
    orders = []
    for i in range(56):
        c, p, n = rng.choice(customers), rng.choice(products), rng.choices([1, 2, 3, 4, 5, 10], [6, 4, 3, 1, 1, 1])[0]
        orders.append((5001 + i, day(rng, "2024-01-02", "2024-12-20"), c[0], p[0], n, round(n * p[2], 2), rng.choices(["shipped", "returned", "cancelled"], [8, 1, 1])[0]))
    s.table("orders", ["order_id", "date", "customer_id", "product", "quantity", "total", "status"], orders)
    s.table("customers", ["customer_id", "name", "country", "segment", "since"], customers)
    s.table("products", ["product", "category", "price"], products)
    xlsx(os.path.join(s.folder, "shop.xlsx"), {
        "Orders": [("Order ID", "Order date", "Customer ID", "Product", "Quantity", "Total (USD)", "Status")] + [(o, ("date", serial(d)), c, p, n, ("money", t), st) for o, d, c, p, n, t, st in orders],
        "Customers": [("Customer ID", "Name", "Country", "Segment", "Customer since")] + [(c, n, co, sg, ("date", serial(d))) for c, n, co, sg, d in customers],
        "Products": [("Product", "Category", "Price (USD)")] + [(p, c, ("money", x)) for p, c, x in products]})
    O, C, P = "orders", "orders JOIN customers USING (customer_id)", "orders JOIN products USING (product)"
    top = lambda key, source, order, where="1": f"SELECT {key} FROM {source} WHERE {where} GROUP BY {key} ORDER BY {order} LIMIT 1"
    def best(text, key, source, order, where="1"):
        t = top(key, source, order, where)
        s.q(text, None, source, answer=t, rows=f"SELECT orders._row FROM {source} WHERE {where} AND {key}=({t})")
    best("Which customer ordered most?", "name", C, "count(*) DESC")
    s.q("How many orders were placed by customers from Spain?", "count(*)", C, "country='Spain'")
    s.q("How many orders do we have?", "count(*)", O)
    s.q("What is the total of all orders for Furniture?", "sum(total)", P, "category='Furniture'")
    s.q("How many orders were returned?", "count(*)", O, "status='returned'")
    s.q("What quantity of Desk Lamps was ordered?", "sum(quantity)", O, "product='Desk Lamp'")
    s.q("What is the average order total?", "avg(total)", O)
    s.q("How many orders exceed 500 dollars?", "count(*)", O, "total>500")
    s.q("What was the biggest order?", None, O, answer="SELECT order_id FROM orders WHERE total=(SELECT max(total) FROM orders)", rows="SELECT _row FROM orders WHERE total=(SELECT max(total) FROM orders)")
    best("Which product was ordered most often?", "product", O, "count(*) DESC")
    best("Which product sold the highest quantity?", "product", O, "sum(quantity) DESC")
    best("Which country has the most orders?", "country", C, "count(*) DESC")
    s.q("How many business customers are there?", "count(*)", "customers", "segment='Business'")
    s.q("How many orders came from business customers?", "count(*)", C, "segment='Business'")
    s.q("What's the total spent by consumer customers in Japan?", "sum(total)", C, "segment='Consumer' AND country='Japan'") if s.db.execute("SELECT count(*) FROM orders JOIN customers USING (customer_id) WHERE segment='Consumer' AND country='Japan'").fetchone()[0] else s.q("What's the total spent by consumer customers?", "sum(total)", C, "segment='Consumer'")
    s.q("How many products cost more than 100 USD?", "count(*)", "products", "price>100")
    s.q("What is the most expensive product?", None, "products", answer="SELECT product FROM products ORDER BY price DESC LIMIT 1", rows="SELECT 'products:'||_row FROM products ORDER BY price DESC LIMIT 1")
    s.q("What is the cheapest product in Furniture?", None, "products", answer="SELECT product FROM products WHERE category='Furniture' ORDER BY price LIMIT 1", rows="SELECT 'products:'||_row FROM products WHERE category='Furniture' ORDER BY price LIMIT 1")
    s.q("How much does the Webcam cost?", "price", "products", "product='Webcam'")
    s.q("How many products are in each category?", None, "products", answer="SELECT category, count(*) FROM products GROUP BY category", rows="SELECT 'products:'||_row FROM products")
    s.q("What is the average price of Lighting products?", "avg(price)", "products", "category='Lighting'")
    s.q("How many orders were placed in July 2024?", "count(*)", O, "date LIKE '2024-07%'")
    s.q("What is the sum of the order totals in Q4 2024?", "sum(total)", O, "date>='2024-10-01'")
    s.q("How many orders did Sofia Silva place?", "count(*)", C, "name='Sofia Silva'")
    s.q("How much did Emma Olsen spend in total?", "sum(total)", C, "name='Emma Olsen'")
    s.q("How many orders were cancelled or returned?", "count(*)", O, "status IN ('cancelled','returned')")
    s.q("How many orders have a quantity of at least 3?", "count(*)", O, "quantity>=3")
    s.q("How many orders for electronics were shipped?", "count(*)", P, "category='Electronics' AND status='shipped'")
    s.q("How many customers have placed more than five orders?", None, C, answer="SELECT count(*) FROM (SELECT name FROM orders JOIN customers USING (customer_id) GROUP BY name HAVING count(*)>5)", rows="SELECT orders._row FROM orders WHERE customer_id IN (SELECT customer_id FROM orders GROUP BY customer_id HAVING count(*)>5)")
    s.q("Which customers live in Austria?", "name", "customers", "country='Austria'") if s.db.execute("SELECT count(*) FROM customers WHERE country='Austria'").fetchone()[0] else s.q("Which customers live in Spain?", "name", "customers", "country='Spain'")
    s.q("How many customers joined before 2021?", "count(*)", "customers", "since<'2021-01-01'")
    s.q("How many different products did business customers order?", "count(DISTINCT product)", C, "segment='Business'")
    s.q("What is the total quantity ordered per product?", None, O, answer="SELECT product, sum(quantity) FROM orders GROUP BY product", rows="SELECT _row FROM orders")
    s.q("How many orders per country?", None, C, answer="SELECT country, count(*) FROM orders JOIN customers USING (customer_id) GROUP BY country", rows="SELECT _row FROM orders")
    s.q("What is the average total of orders from Ireland?", "avg(total)", C, "country='Ireland'") if s.db.execute("SELECT count(*) FROM orders JOIN customers USING (customer_id) WHERE country='Ireland'").fetchone()[0] else s.q("What is the average total of orders from Spain?", "avg(total)", C, "country='Spain'")
    s.q("What share of orders was shipped?", None, O, answer="SELECT 100.0*sum(status='shipped')/count(*) FROM orders", rows="SELECT _row FROM orders WHERE status='shipped'")
    s.q("Which customer spent the most?", None, C, answer="SELECT name FROM orders JOIN customers USING (customer_id) GROUP BY name ORDER BY sum(total) DESC LIMIT 1", rows="SELECT orders._row FROM orders JOIN customers USING (customer_id) WHERE name=(SELECT name FROM orders JOIN customers USING (customer_id) GROUP BY name ORDER BY sum(total) DESC LIMIT 1)")
    s.q("What is the status of order 5020?", "status", O, "order_id=5020")
    s.q("Which product was in order 5033?", "product", O, "order_id=5033")
    s.q("How many orders were made on or after 1 October 2024?", "count(*)", O, "date>='2024-10-01'")
    s.q("Which orders of Office Chairs were returned or cancelled?", "order_id", O, "product='Office Chair' AND status<>'shipped'") if s.db.execute("SELECT count(*) FROM orders WHERE product='Office Chair' AND status<>'shipped'").fetchone()[0] else s.q("Which orders were returned?", "order_id", O, "status='returned'")
    s.q("How many customers are not from Spain?", "count(*)", "customers", "country<>'Spain'")
    s.q("What is the minimum order total in May?", "min(total)", O, "date LIKE '2024-05%'", rows="SELECT _row FROM orders WHERE date LIKE '2024-05%' AND total=(SELECT min(total) FROM orders WHERE date LIKE '2024-05%')")
    s.q("How many Furniture orders were above 1000 USD?", "count(*)", P, "category='Furniture' AND total>1000")
    s.q("How many orders did customers from Portugal and Japan make together?", "count(*)", C, "country IN ('Portugal','Japan')")
    s.q("What are the two cheapest products?", None, "products", answer="SELECT product FROM products ORDER BY price LIMIT 2", rows="SELECT 'products:'||_row FROM products ORDER BY price LIMIT 2")
    s.q("How many more orders were shipped than returned?", None, O, answer="SELECT sum(status='shipped')-sum(status='returned') FROM orders", rows="SELECT _row FROM orders WHERE status IN ('shipped','returned')")
    s.q("What is the total of orders placed by Liam Novak in 2024?", "sum(total)", C, "name='Liam Novak'")
    s.q("How many categories have products over 80 dollars?", "count(DISTINCT category)", "products", "price>80")
    s.q("How many Keyboards or Webcams orders are there?", "count(*)", O, "product IN ('Keyboard','Webcam')")
    s.close()


def fleet():
    s, rng = Set("h-fleet"), random.Random(1)
    models = [("Ford Transit", "Van"), ("VW Crafter", "Van"), ("MAN TGL", "Truck"), ("Volvo FH", "Truck"), ("Renault Zoe", "Car"), ("Skoda Octavia", "Car")]
    rows = []
    for i in range(44):
        m, k = rng.choice(models)
        rows.append((f"W-{rng.randrange(1000, 9999)}{chr(65 + i % 26)}", m, k, rng.choice(["North", "South", "Harbour", "Airport"]), rng.randrange(4, 310) * 1000, day(rng, "2015-02-01", "2023-11-30"), "yes" if m == "Renault Zoe" else "no", rng.randrange(35, 240), rng.choice([None, "Wien Energie", "Post AG", "Stadtwerke", "Hartlauer"])))
    s.table("vehicles", ["plate", "model", "type", "depot", "mileage", "registered", "electric", "rate", "customer"], rows)
    lines = ["# Fleet handbook", "", "This page lists the vehicles we rent out. Vehicles are cleaned every Friday; a driver must be at least 21 years old and needs a licence held for two years.", "",
             "## Vehicles", "", "| Plate | Model | Type | Depot | Mileage (km) | First registered | Electric | Daily rate (EUR) | Rented by |", "|---|---|---|---|---:|---|---|---:|---|"]
    lines += [f"| {p} | {m} | {t} | {d} | {k:,} | {r} | {e} | {x} | {c or '-'} |" for p, m, t, d, k, r, e, x, c in rows]
    lines += ["", "## Rules", "", "The deposit is three daily rates. Damage must be reported within 24 hours. The depot manager of Harbour is Ruth Adler.", ""]
    s.write("fleet.md", "\n".join(lines))
    V = "vehicles"
    ext = lambda col, d, w="1": dict(answer=f"SELECT plate FROM vehicles WHERE {w} AND {col}=(SELECT {d}({col}) FROM vehicles WHERE {w})", rows=f"SELECT _row FROM vehicles WHERE {w} AND {col}=(SELECT {d}({col}) FROM vehicles WHERE {w})")
    def group(text, key, order, where="1"):
        t = f"SELECT {key} FROM vehicles WHERE {where} AND {key} IS NOT NULL GROUP BY {key} ORDER BY {order} LIMIT 1"
        s.q(text, None, V, answer=t, rows=f"SELECT _row FROM vehicles WHERE {where} AND {key}=({t})")
    s.q("How many vehicles do we have?", "count(*)", V)
    s.q("How many vans are there?", "count(*)", V, "type='Van'")
    s.q("How many trucks are at the Harbour depot?", "count(*)", V, "type='Truck' AND depot='Harbour'")
    s.q("How many electric vehicles are there?", "count(*)", V, "electric='yes'")
    s.q("How many vehicles are not electric?", "count(*)", V, "electric='no'")
    s.q("Which vehicle has the highest mileage?", None, V, **ext("mileage", "max"))
    s.q("Which van has the lowest mileage?", None, V, **ext("mileage", "min", "type='Van'"))
    s.q("What is the average daily rate of trucks?", "avg(rate)", V, "type='Truck'")
    s.q("What is the average mileage per depot?", None, V, answer="SELECT depot, avg(mileage) FROM vehicles GROUP BY depot", rows="SELECT _row FROM vehicles")
    s.q("How many vehicles have more than 200,000 km?", "count(*)", V, "mileage>200000")
    s.q("How many vehicles have less than 50000 km?", "count(*)", V, "mileage<50000")
    s.q("How many vehicles were first registered in 2019?", "count(*)", V, "registered LIKE '2019%'")
    s.q("How many vehicles were registered before 2018?", "count(*)", V, "registered<'2018-01-01'")
    s.q("How many cars were registered after 2020?", "count(*)", V, "type='Car' AND registered>'2020-12-31'")
    s.q("What's the oldest vehicle?", None, V, **ext("registered", "min"))
    s.q("What is the newest truck?", None, V, **ext("registered", "max", "type='Truck'"))
    s.q("How many vehicles are rented by Post AG?", "count(*)", V, "customer='Post AG'")
    s.q("How many vehicles are not rented?", "count(*)", V, "customer IS NULL")
    s.q("How many vehicles does Stadtwerke rent at the Airport?", "count(*)", V, "customer='Stadtwerke' AND depot='Airport'")
    group("Which depot has the most vehicles?", "depot", "count(*) DESC")
    group("Which model do we have most of?", "model", "count(*) DESC")
    group("Who rents the most vehicles?", "customer", "count(*) DESC")
    group("Which depot has the fewest trucks?", "depot", "count(*)", "type='Truck'")
    group("Which model has the highest average mileage?", "model", "avg(mileage) DESC")
    s.q("What is the total mileage of the Volvo FH vehicles?", "sum(mileage)", V, "model='Volvo FH'")
    s.q("How many different models are in the fleet?", "count(DISTINCT model)", V)
    s.q("What is the highest daily rate?", "max(rate)", V, rows="SELECT _row FROM vehicles WHERE rate=(SELECT max(rate) FROM vehicles)")
    s.q("What is the lowest daily rate for cars in North?", "min(rate)", V, "type='Car' AND depot='North'", rows="SELECT _row FROM vehicles WHERE type='Car' AND depot='North' ORDER BY rate LIMIT 1")
    s.q("How many vehicles cost over 150 EUR?", "count(*)", V, "rate>150")
    s.q("How many vans cost at most 100 euros a day?", "count(*)", V, "type='Van' AND rate<=100")
    s.q("What is the sum of the daily rates of vehicles rented by Wien Energie?", "sum(rate)", V, "customer='Wien Energie'")
    s.q("How many vehicles are there per type?", None, V, answer="SELECT type, count(*) FROM vehicles GROUP BY type", rows="SELECT _row FROM vehicles")
    s.q("Count vehicles by depot", None, V, answer="SELECT depot, count(*) FROM vehicles GROUP BY depot", rows="SELECT _row FROM vehicles")
    s.q("How many cars and vans are in the South depot?", "count(*)", V, "type IN ('Car','Van') AND depot='South'")
    s.q("What percentage of the fleet is electric?", None, V, answer="SELECT 100.0*sum(electric='yes')/count(*) FROM vehicles", rows="SELECT _row FROM vehicles WHERE electric='yes'")
    s.q("How many more vans than trucks are there?", None, V, answer="SELECT sum(type='Van')-sum(type='Truck') FROM vehicles", rows="SELECT _row FROM vehicles WHERE type IN ('Van','Truck')")
    s.q("Which electric cars are at the airport?", "plate", V, "electric='yes' AND depot='Airport'") if s.db.execute("SELECT count(*) FROM vehicles WHERE electric='yes' AND depot='Airport'").fetchone()[0] else s.q("Which electric cars are in North?", "plate", V, "electric='yes' AND depot='North'")
    s.q("What are the three vehicles with the highest mileage?", None, V, answer="SELECT plate FROM vehicles ORDER BY mileage DESC LIMIT 3", rows="SELECT _row FROM vehicles ORDER BY mileage DESC LIMIT 3")
    s.q("How many vehicles have a mileage between 100,000 and 200,000 km?", "count(*)", V, "mileage BETWEEN 100000 AND 200000")
    s.q("How many Skodas do we have?", "count(*)", V, "model='Skoda Octavia'")
    s.q("How many VW Crafter vans are based at Harbour or South?", "count(*)", V, "model='VW Crafter' AND depot IN ('Harbour','South')")
    s.q("How many vehicles are stationed outside the North depot?", "count(*)", V, "depot<>'North'")
    s.q("How many vehicles does Hartlauer have with more than 100000 km?", "count(*)", V, "customer='Hartlauer' AND mileage>100000")
    plate = rows[7][0]
    s.q(f"What is the mileage of {plate}?", "mileage", V, f"plate='{plate}'")
    s.q(f"Which depot is {rows[20][0]} at?", "depot", V, f"plate='{rows[20][0]}'")
    s.q("What's the average rate for Ford Transits?", "avg(rate)", V, "model='Ford Transit'")
    s.q("How many trucks with a daily rate above 100 EUR are rented by Post AG or Stadtwerke?", "count(*)", V, "type='Truck' AND rate>100 AND customer IN ('Post AG','Stadtwerke')")
    s.q("What is the total mileage across all vans?", "sum(mileage)", V, "type='Van'")
    s.q("How many models have an average daily rate above 130 EUR?", None, V, answer="SELECT count(*) FROM (SELECT model FROM vehicles GROUP BY model HAVING avg(rate)>130)", rows="SELECT _row FROM vehicles WHERE model IN (SELECT model FROM vehicles GROUP BY model HAVING avg(rate)>130)")
    s.q("When was the newest car first registered?", "max(registered)", V, "type='Car'", rows="SELECT _row FROM vehicles WHERE type='Car' AND registered=(SELECT max(registered) FROM vehicles WHERE type='Car')")
    s.close()


def make():
    for one in (tickets, company, invoices, shop, fleet):
        one()
